import type { NextConfig } from "next";

const config: NextConfig = {
  output: "export",
  reactStrictMode: true,
  serverExternalPackages: ["esbuild", "mdx-bundler"],
  // `npm test` has a stage of its own for types.
  typescript: { ignoreBuildErrors: true },
};

export default config;
