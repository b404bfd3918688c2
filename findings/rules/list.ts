import type { Rule } from "../rule";
import { answers } from "./answers";
import { cpu } from "./cpu";
import { locks } from "./locks";
import { owner } from "./owner";
import { requestAge } from "./request-age";
import { stacks } from "./stacks";

/** Every rule. A rule may build on the findings of those before it. */
export const RULES: readonly Rule[] = [answers, stacks, locks, owner, requestAge, cpu];
