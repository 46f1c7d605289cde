// Faults on order: rules that make Microsoft's services behave badly, so that one can see what the bot does.
import { Button, Checkbox, Field, Input, Select, SpinButton } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { addFault, clearFaults, type FaultRule, loadFaults, wentWrong } from "./api";
import { useLoaded } from "./feed";

const places: Record<string, string> = {
  connector: "Meldinger fra boten (connector)",
  graph: "Filer og kalender (Graph)",
  invoke: "Knappetrykk til boten (invoke)",
};
const actions: Record<string, string> = {
  "429": "For mange forespørsler (429)",
  "500-before": "Feil før lagring (500)",
  "500-after": "Feil etter lagring (500)",
  slow: "Tregt svar",
  reset: "Brutt forbindelse før lagring",
  "reset-after": "Brutt forbindelse etter lagring",
  duplicate: "Levert flere ganger",
};
const defaults: Record<string, string> = {
  connector: "POST /v3/conversations",
  graph: ".*",
  invoke: ".*",
};
const empty: FaultRule = { where: "connector", match: defaults.connector, action: "429", times: 1, seconds: 2, copies: 2, sameId: true };

function describe(rule: FaultRule): string {
  const extra = rule.action === "duplicate" ? `, ${rule.copies} ganger` : rule.action === "slow" || rule.action === "429" ? `, ${rule.seconds} s` : "";
  return `${actions[rule.action] ?? rule.action}${extra} – ${places[rule.where] ?? rule.where}: ${rule.match || "alt"} (${rule.times} igjen)`;
}

function FaultForm({ onAdded }: { onAdded: () => void }) {
  const [rule, setRule] = useState<FaultRule>(empty);
  const [failure, setFailure] = useState("");
  const set = (change: Partial<FaultRule>) => setRule((old) => ({ ...old, ...change }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await addFault(rule);
      setFailure("");
      onAdded();
    } catch {
      setFailure(wentWrong);
    }
  };
  return (
    <form className="fault-form" aria-label="Ny feil" onSubmit={(event) => void submit(event)}>
      <Field label="Hvor">
        <Select value={rule.where} onChange={(_event, state) => set({ where: state.value, match: defaults[state.value] })}>
          {Object.entries(places).map(([value, text]) => <option key={value} value={value}>{text}</option>)}
        </Select>
      </Field>
      <Field label="Hva som skjer">
        <Select value={rule.action} onChange={(_event, state) => set({ action: state.value })}>
          {Object.entries(actions).map(([value, text]) => <option key={value} value={value}>{text}</option>)}
        </Select>
      </Field>
      <Field label="Gjelder" hint="Metode og sti, for eksempel «PUT .*/content»">
        <Input value={rule.match} onChange={(_event, state) => set({ match: state.value })} />
      </Field>
      <Field label="Antall ganger">
        <SpinButton value={rule.times} min={1} max={100} onChange={(_event, state) => set({ times: Number(state.value ?? state.displayValue) || 1 })} />
      </Field>
      {(rule.action === "slow" || rule.action === "429") && (
        <Field label="Sekunder">
          <SpinButton value={rule.seconds ?? 2} min={0} max={60} onChange={(_event, state) => set({ seconds: Number(state.value ?? state.displayValue) || 0 })} />
        </Field>
      )}
      {rule.action === "duplicate" && (
        <>
          <Field label="Kopier">
            <SpinButton value={rule.copies ?? 2} min={2} max={4} onChange={(_event, state) => set({ copies: Number(state.value ?? state.displayValue) || 2 })} />
          </Field>
          <Checkbox label="Samme id på alle" checked={rule.sameId ?? true} onChange={(_event, state) => set({ sameId: state.checked === true })} />
        </>
      )}
      {failure && <p className="card-error" role="alert">{failure}</p>}
      <Button type="submit" appearance="primary">Bestill feilen</Button>
    </form>
  );
}

export function FaultsView() {
  const { value: rules, failed, reload } = useLoaded("faults", loadFaults, () => true);
  return (
    <div className="view">
      <header className="view-header"><h2>Feil på bestilling</h2></header>
      <div className="faults">
        <p>Her kan du få Microsofts tjenester til å svikte, og se at boten klarer seg.</p>
        <FaultForm onAdded={() => void reload()} />
        <h3>Bestilte feil</h3>
        {failed && <p className="card-error" role="alert">Listen kunne ikke hentes.</p>}
        {rules?.length === 0 && <p className="empty">Ingen feil er bestilt.</p>}
        <ul className="fault-list">{rules?.map((rule, index) => <li key={rule.id ?? index}>{describe(rule)}</li>)}</ul>
        <Button disabled={!rules?.length} onClick={() => void clearFaults().then(reload)}>Fjern alle feil</Button>
      </div>
    </div>
  );
}
