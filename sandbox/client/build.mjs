// Bundles the page into dist/ with esbuild; "--watch" rebuilds at every change.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { build, context } from "esbuild";

const options = {
  entryPoints: { app: "src/main.tsx" },
  outdir: "dist/assets",
  bundle: true,
  minify: true,
  sourcemap: false,
  format: "esm",
  target: ["es2022"],
  jsx: "automatic",
  loader: { ".woff2": "file", ".woff": "file" },
  assetNames: "[name]-[hash]",
  legalComments: "eof",
  define: { "process.env.NODE_ENV": '"production"' },
  metafile: true,
};

/** Puts each file's hash in its address, so that a browser never keeps an old page. */
async function stampAddresses(names) {
  let page = await readFile("dist/index.html", "utf8");
  for (const name of names) {
    const hash = createHash("sha256").update(await readFile(`dist/assets/${name}`)).digest("hex").slice(0, 12);
    page = page.replace(`/assets/${name}`, `/assets/${name}?v=${hash}`);
  }
  await writeFile("dist/index.html", page);
}

await rm("dist", { recursive: true, force: true });
await mkdir("dist/assets", { recursive: true });
await cp("public", "dist", { recursive: true });

if (process.argv.includes("--watch")) {
  await (await context(options)).watch();
} else {
  const { metafile } = await build(options);
  await stampAddresses(["app.js", "app.css"]);
  for (const [name, output] of Object.entries(metafile.outputs)) {
    console.log(`${name} ${Math.round(output.bytes / 1024)} kB`);
  }
}
