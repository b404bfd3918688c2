import { availableParallelism } from "node:os";
import type { NextConfig } from "next";

/** Stands for the path that the site lies below, until it is put in where the site is published. */
const BASE = process.env.SITE_BASE ?? "";

const config: NextConfig = {
  output: "export",
  basePath: BASE,
  env: { SITE_BASE: BASE },
  reactStrictMode: true,
  serverExternalPackages: ["esbuild", "mdx-bundler"],
  // What runs only while the site is built is not worth making small, and no core needs to be idle then.
  experimental: { cpus: availableParallelism(), serverMinification: false },
  // `npm test` has a stage of its own for types.
  typescript: { ignoreBuildErrors: true },
};

export default config;
