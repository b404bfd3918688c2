"use client";

import { Dices } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useId } from "react";
import { recall, remember } from "@/browser/remembered";
import { LEVEL_NAMES, LEVELS, TOPIC_NAMES, TOPICS } from "@/training/topics";
import { Button } from "../ui/button";
import { useHash } from "../wizard/use-hash";
import { drillAddress } from "./drill-address";
import { newCode } from "./new-code";

const SELECT = "min-h-10 w-full rounded-md border border-line-strong bg-card px-2.5 text-sm";

/** A server that nobody has seen yet, of a topic and a level. */
export function Surprise(): ReactNode {
  const id = useId();
  const router = useRouter();
  const level = (useHash() !== null && recall("training-level")) || "1";
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const chosen = String(form.get("level"));
    remember("training-level", chosen);
    router.push(drillAddress(newCode({ topic: String(form.get("topic")), level: chosen }, null)));
  };
  return (
    <section aria-labelledby={`${id}-title`} className="rounded-lg border border-line bg-card p-4">
      <h2 id={`${id}-title`} className="font-medium">
        Surprise me
      </h2>
      <p className="mt-0.5 mb-3 text-sm text-soft">
        A server nobody has seen yet; there are more than anyone can play.
      </p>
      <form onSubmit={submit} className="grid gap-2.5">
        <div>
          <label htmlFor={`${id}-topic`} className="mb-1 block text-soft text-xs">
            Topic
          </label>
          <select id={`${id}-topic`} name="topic" className={SELECT}>
            <option value="">Anything</option>
            {TOPICS.map((topic) => (
              <option key={topic} value={topic}>
                {TOPIC_NAMES[topic]}
              </option>
            ))}
          </select>
        </div>
        <div>
          <label htmlFor={`${id}-level`} className="mb-1 block text-soft text-xs">
            Level
          </label>
          <select id={`${id}-level`} name="level" key={level} defaultValue={level} className={SELECT}>
            {LEVELS.map((one) => (
              <option key={one} value={String(one)}>
                {one}: {LEVEL_NAMES[one]}
              </option>
            ))}
          </select>
        </div>
        <Button type="submit" kind="primary">
          <Dices aria-hidden />
          Make a server
        </Button>
      </form>
    </section>
  );
}
