import type { Page } from "@playwright/test";

/** What the browser is told by this suite itself, which keeps the site's worker out. */
const OWN = "Service Worker registration blocked by Playwright";

/** What the console says of trouble, violations of the policy among it, and addresses that do not answer. */
export function watchComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    const trouble = ["error", "warning"].includes(message.type()) && message.text() !== OWN;
    if (trouble) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  return complaints;
}
