import { readdirSync } from "node:fs";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";

const SITE = fileURLToPath(new URL("../../out", import.meta.url));
const PAGES = readdirSync(SITE, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".html"))
  .map(
    (path) =>
      `/${path
        .split(sep)
        .join("/")
        .replace(/(?:index)?\.html$/, "")}`,
  );

test("every page comes to life under its policy, and says nothing on the console", async ({ page }) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));

  expect(PAGES).toContain("/");
  for (const path of PAGES.filter((path) => path !== "/404" && path !== "/_not-found")) {
    await page.goto(path);
    // React marks the nodes it has taken over.
    await page.waitForFunction(() => Object.keys(document.body).some((key) => key.startsWith("__react")));
    expect(complaints, path).toEqual([]);
  }
});

test("a script that was not there at build does not run", async ({ page }) => {
  await page.goto("/");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'injected'";
    document.head.append(script);
  });

  expect(await page.title()).not.toBe("injected");
});

test("no page may be framed, sniffed, or call another address", async ({ page, request, baseURL }) => {
  const headers = (await request.get("/")).headers();
  expect(headers["content-security-policy"]).toBe("frame-ancestors 'none'");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toBe("no-referrer");
  expect(headers["cross-origin-opener-policy"]).toBe("same-origin");

  await page.goto("/");
  const elsewhere = (baseURL ?? "").replace("localhost", "127.0.0.1");
  const outcome = await page.evaluate(
    (address) =>
      fetch(address).then(
        () => "answered",
        () => "refused",
      ),
    elsewhere,
  );
  expect(outcome).toBe("refused");
});

test("an address that does not exist says so, with the status for it", async ({ page }) => {
  const response = await page.goto("/there/is/no/such/page");

  expect(response?.status()).toBe(404);
  await expect(page.getByText(/not be found|not found/i).first()).toBeVisible();
});
