// The files of the channels: a folder tree one walks in, with the way back as a breadcrumb.
import { Breadcrumb, BreadcrumbButton, BreadcrumbDivider, BreadcrumbItem, Button } from "@fluentui/react-components";
import { DocumentPdfRegular, DocumentRegular, FolderRegular } from "@fluentui/react-icons";
import { Fragment, useState } from "react";
import { type FileEntry, loadFiles } from "./api";
import { useLoaded, usePane } from "./feed";
import { toSize, toStamp } from "./format";

type ChannelRef = { id: string; name: string };

function Row({ entry, onOpen }: { entry: FileEntry; onOpen: (path: string) => void }) {
  const isPdf = entry.name.toLowerCase().endsWith(".pdf");
  return (
    <tr>
      <td>
        {entry.kind === "folder" ? (
          <button type="button" className="file-link" onClick={() => onOpen(entry.path)}>
            <FolderRegular aria-hidden /> {entry.name}
          </button>
        ) : (
          <a className="file-link" href={entry.url} target="_blank" rel="noopener noreferrer">
            {isPdf ? <DocumentPdfRegular aria-hidden /> : <DocumentRegular aria-hidden />} {entry.name}
          </a>
        )}
      </td>
      <td className="file-date">{entry.modifiedAt ? toStamp(entry.modifiedAt) : ""}</td>
      <td className="file-size">{entry.kind === "file" ? toSize(entry.size) : ""}</td>
    </tr>
  );
}

export function FilesBrowser({ channel }: { channel: ChannelRef }) {
  const { persona } = usePane();
  const [path, setPath] = useState("");
  const { value: entries, failed } = useLoaded(
    `${persona.key}|${channel.id}|${path}`,
    () => loadFiles(persona.key, channel.id, path),
    (event) => event.type === "files",
  );
  const parts = path.split("/").filter(Boolean);
  const crumbs = ["", ...parts.map((_part, index) => parts.slice(0, index + 1).join("/"))];
  return (
    <div className="files">
      <Breadcrumb aria-label="Mappe">
        {crumbs.map((crumb, index) => (
          <Fragment key={crumb}>
            {index > 0 && <BreadcrumbDivider />}
            <BreadcrumbItem>
              <BreadcrumbButton current={index === crumbs.length - 1} onClick={() => setPath(crumb)}>
                {index === 0 ? channel.name : parts[index - 1]}
              </BreadcrumbButton>
            </BreadcrumbItem>
          </Fragment>
        ))}
      </Breadcrumb>
      {failed && <p className="card-error" role="alert">Filene kunne ikke hentes.</p>}
      {entries?.length === 0 && <p className="empty">Mappen er tom.</p>}
      {entries && entries.length > 0 && (
        <table className="file-table">
          <caption className="visually-hidden">Filer i {parts.at(-1) ?? channel.name}</caption>
          <thead>
            <tr><th scope="col">Navn</th><th scope="col" className="file-date">Endret</th><th scope="col" className="file-size">Størrelse</th></tr>
          </thead>
          <tbody>{entries.map((entry) => <Row key={entry.path || entry.name} entry={entry} onOpen={setPath} />)}</tbody>
        </table>
      )}
    </div>
  );
}

export function FilesView() {
  const { world } = usePane();
  const channels = world.teams.flatMap((team) => team.channels);
  const [chosen, setChosen] = useState(channels[0]?.id);
  const channel = channels.find((one) => one.id === chosen);
  return (
    <div className="view">
      <header className="view-header"><h2>Filer</h2></header>
      <div className="file-channels" role="group" aria-label="Kanal">
        {channels.map((one) => (
          <Button key={one.id} size="small" appearance={one.id === chosen ? "primary" : "secondary"} aria-pressed={one.id === chosen} onClick={() => setChosen(one.id)}>
            {one.name}
          </Button>
        ))}
      </div>
      {channel && <FilesBrowser key={channel.id} channel={channel} />}
    </div>
  );
}
