import type { Topic } from "./topics";

const COMPLAINTS: Readonly<Record<Topic, string>> = {
  locks: "Every morning the pages stop loading, one after the other. The processor has nothing to do.",
  files: "After each deployment the first pages take minutes. Our own code is not to blame, we changed nothing.",
  calls: "The site stands still although our database people say that all is well on their side.",
  pools: "A handful of users is fine. As soon as the call centre logs on, nothing answers any more.",
  runtime: "It runs for days, and then it just sits there. We gave it more memory already.",
  native: "The process answers nothing, not even the monitoring. A restart helps until the next time.",
  server: "People say that the site hangs. On my machine it sometimes works.",
};

/** What the customer says of a generated drill. */
export function complaintOf(topic: Topic): string {
  return COMPLAINTS[topic];
}
