import type { NextConfig } from "next";

/** Stands for the path that the site lies below, until it is put in where the site is published. */
const BASE = process.env.SITE_BASE ?? "";

const config: NextConfig = {
  output: "export",
  basePath: BASE,
  env: { SITE_BASE: BASE },
  reactStrictMode: true,
  serverExternalPackages: ["esbuild", "mdx-bundler"],
  // `npm test` has a stage of its own for types.
  typescript: { ignoreBuildErrors: true },
};

export default config;
