import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import type { ReactNode } from "react";
import { THEME_SCRIPT } from "@/browser/page/theme";
import { Announcer } from "@/components/shell/announcer";
import { PageStart } from "@/components/shell/page-start";
import { UpdateNotice } from "@/components/shell/update-notice";
import "./globals.css";

const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  variable: "--font-inter",
  weight: "100 900",
  adjustFontFallback: "Arial",
});

const jetbrainsMono = localFont({
  src: "../node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
  variable: "--font-jetbrains-mono",
  weight: "100 800",
  adjustFontFallback: false,
});

export const metadata: Metadata = {
  title: { default: "Waitchain: from “the site hangs” to the cause", template: "%s · Waitchain" },
  description:
    "Says which debugger command to run next on a hung Windows/.NET server, reads what comes back, and names the cause with the lines that prove it. Nothing leaves the machine.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfaf7" },
    { media: "(prefers-color-scheme: dark)", color: "#151514" },
  ],
};

export default function Layout({ children }: { children: ReactNode }): ReactNode {
  return (
    <html lang="en" className={`${inter.variable} ${jetbrainsMono.variable}`} suppressHydrationWarning>
      <head>
        <script>{THEME_SCRIPT}</script>
      </head>
      <body className="min-h-dvh font-sans antialiased">
        <Announcer>{children}</Announcer>
        <UpdateNotice />
        <PageStart />
      </body>
    </html>
  );
}
