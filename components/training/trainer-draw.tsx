"use client";

import { Dices } from "lucide-react";
import { type ReactNode, useState } from "react";
import { drawCodes, SET_LIMITS } from "@/training/results/class-set";
import { LEVEL_NAMES, LEVELS, type Level, TOPIC_NAMES, TOPICS, type Topic } from "@/training/topics";
import { Button } from "../ui/button";
import { Field, Tick } from "./trainer-field";

function toggled<T>(all: readonly T[], chosen: readonly T[], item: T, on: boolean): T[] {
  return all.filter((each) => (each === item ? on : chosen.includes(each)));
}

/** Draws drills by topic and level. */
export function DrawDrills({ onDraw }: { onDraw: (codes: readonly string[]) => void }): ReactNode {
  const [topics, setTopics] = useState<readonly Topic[]>(TOPICS);
  const [levels, setLevels] = useState<readonly Level[]>([1]);
  const [count, setCount] = useState("5");
  const wanted = Number(count);
  const cannot = topics.length === 0 || levels.length === 0 || !(wanted >= 1 && wanted <= SET_LIMITS.codes);
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!cannot) onDraw(drawCodes({ topics, levels, count: Math.floor(wanted) }, Math.random));
      }}
    >
      <fieldset>
        <legend className="mb-1 font-medium text-sm">Topics</legend>
        <div className="grid gap-x-6 sm:grid-cols-2">
          {TOPICS.map((topic) => (
            <Tick
              key={topic}
              label={TOPIC_NAMES[topic]}
              checked={topics.includes(topic)}
              onChange={(on) => setTopics(toggled(TOPICS, topics, topic, on))}
            />
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend className="mb-1 font-medium text-sm">Levels</legend>
        <div className="flex flex-wrap gap-x-6">
          {LEVELS.map((level) => (
            <Tick
              key={level}
              label={`${level}: ${LEVEL_NAMES[level]}`}
              checked={levels.includes(level)}
              onChange={(on) => setLevels(toggled(LEVELS, levels, level, on))}
            />
          ))}
        </div>
      </fieldset>
      <div className="flex flex-wrap items-end gap-3">
        <Field
          label="How many"
          type="number"
          min={1}
          max={SET_LIMITS.codes}
          value={count}
          onChange={setCount}
          className="w-28"
        />
        <Button type="submit" disabled={cannot}>
          <Dices aria-hidden />
          Draw drills
        </Button>
      </div>
    </form>
  );
}
