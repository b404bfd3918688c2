import type { Rule } from "../rule";
import { answers } from "./answers";
import { combined } from "./combined";
import { cpu } from "./cpu";
import { filters } from "./filters";
import { folder } from "./folder";
import { integrity } from "./integrity";
import { ioPath } from "./io-path";
import { kernelLocks } from "./kernel-locks";
import { kernelThread } from "./kernel-thread";
import { locks } from "./locks";
import { mutex } from "./mutex";
import { owner } from "./owner";
import { requestAge } from "./request-age";
import { requests } from "./requests";
import { runtime } from "./runtime";
import { stacks } from "./stacks";
import { survey } from "./survey";

/** Every rule. A rule may build on the findings of those before it. */
export const RULES: readonly Rule[] = [
  answers,
  runtime,
  stacks,
  locks,
  mutex,
  owner,
  survey,
  requestAge,
  cpu,
  requests,
  kernelLocks,
  kernelThread,
  ioPath,
  filters,
  folder,
  combined,
  integrity,
];
