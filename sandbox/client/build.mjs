// Bundles the page into dist/ with esbuild; "--watch" rebuilds at every change.
import { cp, mkdir, rm } from "node:fs/promises";
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
  legalComments: "eof",
  define: { "process.env.NODE_ENV": '"production"' },
  metafile: true,
};

await rm("dist", { recursive: true, force: true });
await mkdir("dist/assets", { recursive: true });
await cp("public", "dist", { recursive: true });

if (process.argv.includes("--watch")) {
  await (await context(options)).watch();
} else {
  const { metafile } = await build(options);
  for (const [name, output] of Object.entries(metafile.outputs)) {
    console.log(`${name} ${Math.round(output.bytes / 1024)} kB`);
  }
}
