import { expect, type Locator, type Page } from "@playwright/test";
import { causeById } from "@/findings/causes/list";
import type { Act, Mark } from "@/training/attempt";
import { Memory } from "@/training/memory";
import { DrillSession } from "@/training/session";
import { Diligent } from "@/training/trainees/diligent";
import { playOut } from "@/training/trainees/trainee";
import type { DrillView } from "@/training/view";

/** What somebody does who follows the procedure to the letter, after a few acts of another kind. */
export function wellPlayed(code: string, first: readonly Act[] = []): Act[] {
  const session = new DrillSession(code);
  let at = 0;
  const take = (act: Act): void => session.take({ at: at++, act });
  for (const act of first) take(act);
  return [...first, ...playOut({ screen: () => session.view(), take }, new Diligent(new Memory()))];
}

/** Plays a drill on its page, act by act. */
export class DrillPage {
  readonly input: Locator;
  readonly entries: Locator;
  private readonly session: DrillSession;
  private acts = 0;

  constructor(
    private readonly page: Page,
    code: string,
  ) {
    this.session = new DrillSession(code);
    this.input = page.getByRole("combobox");
    this.entries = page.locator("[data-entry]");
  }

  get view(): DrillView {
    return this.session.view();
  }

  async perform(acts: readonly Act[]): Promise<void> {
    for (const act of acts) {
      await this.one(act);
      this.session.take({ at: this.acts++, act });
    }
  }

  async type(line: string): Promise<void> {
    const before = await this.entries.count();
    await this.input.fill(line);
    await this.input.press("Enter");
    await expect(this.entries).toHaveCount(before + 1);
  }

  private async one(act: Act): Promise<void> {
    const { page } = this;
    if (act.do === "type") await this.type(act.line);
    else if (act.do === "open") await this.open(act.target);
    else if (act.do === "answer") await this.answer(act.question, act.option);
    else if (act.do === "ask-customer") await this.askCustomer(act.question);
    else if (act.do === "hint") await this.hint();
    else if (act.do === "accuse") await this.accuse(causeById(act.cause)?.title ?? act.cause, act.marks);
    else if (act.do === "remedy") await this.remedy(act.option);
    else await page.getByRole("button", { name: "Give up" }).click();
  }

  private async open(target: string): Promise<void> {
    const { label = target, open, minutes } = this.view.targets.find((one) => one.target === target) ?? {};
    const tab = this.page.getByRole("tab", { name: label });
    await tab.click();
    if (!open && minutes) await this.page.getByRole("button", { name: `Spend ${minutes} minute` }).click();
    await expect(tab).toHaveAttribute("aria-selected", "true");
  }

  private async answer(id: string, option: string): Promise<void> {
    const { text = "", options = [] } = this.view.questions.find((question) => question.id === id) ?? {};
    const group = this.page.getByRole("radiogroup", { name: text, exact: true });
    const chosen = options.find((one) => one.id === option)?.text ?? option;
    await group.getByRole("radio", { name: chosen, exact: true }).click();
    await group.locator("..").getByRole("button", { name: "Answer", exact: true }).click();
    await expect(group).toBeHidden();
  }

  private async askCustomer(id: string): Promise<void> {
    const text = this.view.customer.find((question) => question.id === id)?.text ?? id;
    const ask = this.page.getByRole("button", { name: `Ask: ${text}`, exact: true });
    await ask.click();
    await expect(ask).toBeHidden();
  }

  private async hint(): Promise<void> {
    const hints = this.page.getByRole("region", { name: "Hints" }).getByRole("listitem");
    const before = await hints.count();
    await this.page.getByRole("button", { name: /^Hint: / }).click();
    await expect(hints).toHaveCount(before + 1);
  }

  private async accuse(title: string, marks: readonly Mark[]): Promise<void> {
    const { page } = this;
    for (const { act, from, to } of marks) {
      const target = this.view.terminal.find((entry) => entry.act === act)?.target;
      if (target) await this.open(target);
      const unfold = page.locator(`[data-entry="${act}"]`).getByRole("button", { name: /^Show all/ });
      if (await unfold.isVisible()) await unfold.click();
      for (let line = from; line <= to; line++) {
        await page.locator(`[data-act="${act}"][data-line="${line}"] [data-gutter]`).click();
      }
    }
    await page.getByRole("searchbox", { name: /^Find one of/ }).fill(title);
    await page.getByRole("radio", { name: title, exact: true }).click();
    await page.getByRole("button", { name: `It is: ${title}`, exact: true }).click();
    await expect(page.getByText(new RegExp(`^(?:${title}: |You named it: ${title})`))).toBeVisible();
  }

  private async remedy(option: string): Promise<void> {
    const text = this.view.remedy?.options.find(({ id }) => id === option)?.text ?? option;
    await this.page.getByRole("radio", { name: text, exact: true }).click();
    await this.page.getByRole("button", { name: /^Do this/ }).click();
  }
}
