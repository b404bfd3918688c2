import { cite, fact, type Rule } from "../rule";
import { duration } from "../say";

/** How the process spent its processor time. */
export const cpu: Rule = {
  id: "cpu",
  finds: ["cpu-share", "cpu-mostly-kernel"],
  derive(evidence) {
    const read = evidence
      .of("session-time")
      .find(({ report }) => report.kernelTimeSeconds !== null && report.userTimeSeconds !== null);
    if (!read) return [];
    const { kernelTimeSeconds, userTimeSeconds, processUptimeSeconds, cpuLine, line } = read.report;
    const kernel = kernelTimeSeconds ?? 0;
    const user = userTimeSeconds ?? 0;
    if (kernel + user === 0) return [];
    const at = cpuLine ?? line;
    const cites = [cite(read.block, at, at + 1)];
    const percent = Math.round((kernel / (kernel + user)) * 1000) / 10;
    const ofCore = processUptimeSeconds ? Math.round(((kernel + user) / processUptimeSeconds) * 1000) / 10 : null;
    const values = {
      kernelPercent: percent,
      ratio: user > 0 ? Math.round((kernel / user) * 10) / 10 : null,
      percentOfOneProcessor: ofCore,
      kernelSeconds: kernel,
      userSeconds: user,
    };
    const findings = [
      fact(
        "cpu-share",
        `Of ${duration(kernel + user)} of processor time, ${percent} % went to the kernel${ofCore === null ? "" : `; over the life of the process that is ${ofCore} % of one processor`}.`,
        cites,
        values,
      ),
    ];
    if (kernel > user * evidence.limits.kernelToUserRatio) {
      findings.push(
        fact(
          "cpu-mostly-kernel",
          `The kernel took ${values.ratio ?? "all"}${values.ratio ? " times as much as" : ""} ${values.ratio ? "the process's own code" : "of it"}: the time goes into I/O, filters or paging, not into the application.`,
          cites,
          values,
        ),
      );
    }
    return findings;
  },
};
