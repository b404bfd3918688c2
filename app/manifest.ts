import type { MetadataRoute } from "next";

export const dynamic = "force-static";

/** What a system shows of the site once it is installed. Addresses are relative to this file, wherever it lies. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: "Waitchain",
    short_name: "Waitchain",
    description: "From “the site hangs” to the root cause, with the lines that prove it. Works without a network.",
    start_url: "./",
    scope: "./",
    display: "standalone",
    background_color: "#fbfaf7",
    theme_color: "#fbfaf7",
    icons: [
      { src: "icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "icon-mask.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  };
}
