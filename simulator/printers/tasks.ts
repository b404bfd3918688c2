import type { Task as ListedTask, TasksReport } from "@/evidence";
import type { Facts } from "../facts";
import type { Server } from "../server";
import type { Task } from "../tasks";
import type { Printer } from "./printer";

export type TasksDialect = "services" | "table" | "verbose" | "csv" | "csv-services" | "list";

const IMAGE = 25;
const SERVICES_WIDTH = 44;

function memoryText({ workingSet }: Task): string {
  return `${workingSet.toLocaleString("en-US")} K`;
}

function cpuText({ cpuSeconds }: Task): string {
  const minutes = Math.floor(cpuSeconds / 60) % 60;
  return `${Math.floor(cpuSeconds / 3600)}:${String(minutes).padStart(2, "0")}:${String(cpuSeconds % 60).padStart(2, "0")}`;
}

function head(image: string, processId: string): string {
  return `${image.slice(0, IMAGE).padEnd(IMAGE)} ${processId.padStart(8)}`;
}

/** The services of a row, as many to a line as fit. */
function serviceLines({ services }: Task): string[] {
  if (services.length === 0) return ["N/A"];
  const lines = [""];
  services.forEach((service, at) => {
    const word = at + 1 < services.length ? `${service}, ` : service;
    const last = lines.length - 1;
    if ((lines[last] + word).trimEnd().length > SERVICES_WIDTH) lines.push(word);
    else lines[last] += word;
  });
  return lines.map((line) => line.trimEnd());
}

function printServices({ tasks }: Server): string[] {
  return [
    "",
    `${head("Image Name", "PID")} Services`,
    [IMAGE, 8, SERVICES_WIDTH].map((width) => "=".repeat(width)).join(" "),
    ...tasks.flatMap((task) => {
      const [first, ...more] = serviceLines(task);
      return [`${head(task.image, String(task.processId))} ${first}`, ...more.map((line) => " ".repeat(35) + line)];
    }),
  ];
}

function printTable({ tasks }: Server, verbose: boolean): string[] {
  const row = (cells: readonly string[]): string => {
    const [image = "", pid = "", session = "", number = "", memory = "", status = "", user = "", cpu = "", title = ""] =
      cells;
    const plain = `${head(image, pid)} ${session.padEnd(16)} ${number.padStart(11)} ${memory.padStart(12)}`;
    return verbose ? `${plain} ${status.padEnd(15)} ${user.padEnd(50)} ${cpu.padStart(12)} ${title}` : plain;
  };
  const names = ["Image Name", "PID", "Session Name", "Session#", "Mem Usage", "Status", "User Name", "CPU Time"];
  const widths = [IMAGE, 8, 16, 11, 12, ...(verbose ? [15, 50, 12, 72] : [])];
  return [
    "",
    row([...names, "Window Title"]),
    widths.map((width) => "=".repeat(width)).join(" "),
    ...tasks.map((task) =>
      row([
        task.image,
        String(task.processId),
        task.sessionName,
        String(task.sessionNumber),
        memoryText(task),
        task.status,
        task.user ?? "N/A",
        cpuText(task),
        "N/A",
      ]),
    ),
  ];
}

function quoted(cells: readonly string[]): string {
  return cells.map((cell) => `"${cell}"`).join(",");
}

function printCsv({ tasks }: Server, services: boolean): string[] {
  if (services) {
    return [
      quoted(["Image Name", "PID", "Services"]),
      ...tasks.map((task) =>
        quoted([task.image, String(task.processId), task.services.length > 0 ? task.services.join(",") : "N/A"]),
      ),
    ];
  }
  return [
    quoted(["Image Name", "PID", "Session Name", "Session#", "Mem Usage"]),
    ...tasks.map((task) =>
      quoted([task.image, String(task.processId), task.sessionName, String(task.sessionNumber), memoryText(task)]),
    ),
  ];
}

function printList({ tasks }: Server): string[] {
  return tasks.flatMap((task) => [
    "",
    `Image Name:   ${task.image}`,
    `PID:          ${task.processId}`,
    `Session Name: ${task.sessionName}`,
    `Session#:     ${task.sessionNumber}`,
    `Mem Usage:    ${memoryText(task)}`,
  ]);
}

/** `tasklist`: the processes of the machine. */
export function printTasks(server: Server, dialect: TasksDialect): string[] {
  switch (dialect) {
    case "services":
      return printServices(server);
    case "table":
      return printTable(server, false);
    case "verbose":
      return printTable(server, true);
    case "csv":
      return printCsv(server, false);
    case "csv-services":
      return printCsv(server, true);
    case "list":
      return printList(server);
  }
}

function taskFacts(task: Task, dialect: TasksDialect): Facts<ListedTask> {
  const services = dialect === "services" || dialect === "csv-services";
  const verbose = dialect === "verbose";
  return {
    image: task.image,
    processId: task.processId,
    services: services ? task.services : null,
    sessionName: services ? null : task.sessionName,
    sessionNumber: services ? null : task.sessionNumber,
    memoryBytes: services ? null : task.workingSet * 1024,
    status: verbose ? task.status : null,
    user: verbose ? task.user : null,
    cpuSeconds: verbose ? task.cpuSeconds : null,
  };
}

function printer(dialect: TasksDialect, flags: string): Printer<TasksReport> {
  return {
    parser: "tasklist",
    dialect,
    needs: {},
    prompt: "cmd",
    command: () => `tasklist${flags}`,
    print: (server) => printTasks(server, dialect),
    expected: ({ tasks }) => ({
      kind: "tasks",
      tasks: tasks.map((task) => taskFacts(task, dialect)),
      complete: true,
    }),
  };
}

export const TASKS: readonly Printer<TasksReport>[] = [
  printer("services", " /svc"),
  printer("table", ""),
  printer("verbose", " /v"),
  printer("csv", " /fo csv"),
  printer("csv-services", " /svc /fo csv"),
  printer("list", " /fo list"),
];
