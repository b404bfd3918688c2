import type { Random } from "@/simulator/random";
import type { Topic } from "./topics";

interface Words {
  /** What people see. */
  seen: readonly [string, string, string];
  /** What the customer makes of it, which leads nowhere. */
  guessed: readonly [string, string, string];
}

const COMPLAINTS: Readonly<Record<Topic, Words>> = {
  locks: {
    seen: [
      "The pages stop loading, one after the other, until nothing answers any more.",
      "Within a minute everybody waits. The processor has nothing to do in the meantime.",
      "It starts with one page that hangs, and then all the others hang as well.",
    ],
    guessed: [
      "Our developers are sure that the database is to blame, as always.",
      "We have doubled the memory of the machine last week, and it did not help.",
      "There was an update of Windows shortly before it happened for the first time.",
    ],
  },
  files: {
    seen: [
      "The site takes minutes until the first page appears, and then it is as fast as ever.",
      "People open the site and look at an empty window for minutes.",
      "Whole minutes go by in which nothing is answered, and nobody has changed the code.",
    ],
    guessed: [
      "A colleague has read about deadlocks and thinks that this is one.",
      "The network people have measured for a day and found nothing.",
      "It must be a fault in .NET: our own code does hardly anything at that point.",
    ],
  },
  calls: {
    seen: [
      "The site stands still, with all its users before it.",
      "Orders hang. Some come through after a while, others end with an error.",
      "It works with a few users, and with many of them nothing comes back.",
    ],
    guessed: [
      "Our database people say that all is well on their side.",
      "We think that the server is too weak, and have asked for a larger one.",
      "The application pool has run for weeks: perhaps it should be recycled more often?",
    ],
  },
  pools: {
    seen: [
      "A handful of users is fine. With more of them nothing answers any more.",
      "Requests queue up although the server has nothing to do.",
      "The monitoring reports time-outs, at the times when people are at work.",
    ],
    guessed: [
      "There must be a limit somewhere that is too low. Can you tell us which one to raise?",
      "The provider wants to sell us more processors.",
      "We suspect the load balancer: it was replaced not long ago.",
    ],
  },
  runtime: {
    seen: [
      "It runs for days, and then it just stands there.",
      "Nothing is answered, from one moment to the next, and no error is logged.",
      "Requests stop in the middle and stay there.",
    ],
    guessed: [
      "We gave it more memory already.",
      "Somebody saw a thread that waits for the database, so it will be that.",
      "The antivirus software has been suspicious to us for a long time.",
    ],
  },
  native: {
    seen: [
      "The process answers nothing, not even the monitoring.",
      "Everything hangs at once, and stays so.",
      "It stops as if somebody had pulled the plug, and the process is still there.",
    ],
    guessed: [
      "We believe that it is one of our own locks, and have looked for it for two days.",
      "A restart helps until the next time, so it can hardly be the machine.",
      "It began with the new release, or so people say.",
    ],
  },
  server: {
    seen: [
      "People say that the site hangs. On my machine it works now and then.",
      "Again and again nobody gets an answer for a while.",
      "Users complain about pages that do not come. We cannot say which.",
    ],
    guessed: [
      "Our code has not changed, so it must be the network.",
      "The developers talk about a deadlock, but they always do.",
      "Could you just tell us which setting has to be changed?",
    ],
  },
};

/** What the customer says of a generated drill. */
export function complaintOf(topic: Topic, random: Random): string {
  const { seen, guessed } = COMPLAINTS[topic];
  return `${random.pick(seen)} ${random.pick(guessed)}`;
}
