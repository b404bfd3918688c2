import type { AddressSpaceReport } from "./address-space";
import type { AnalysisReport } from "./analysis";
import type { AspNetRequestsReport } from "./aspnet-requests";
import type { AsyncStacksReport } from "./async-stacks";
import type { ControlGroupsReport } from "./control-groups";
import type { CountersReport } from "./counters";
import type { CriticalSectionDetailsReport } from "./critical-section-details";
import type { DiskFreeReport } from "./disk-free";
import type { EventsReport } from "./events";
import type { ExceptionsReport } from "./exceptions";
import type { FileActivityReport } from "./file-activity";
import type {
  CallbackDataReport,
  FilterManagerFiltersReport,
  FilterManagerInstancesReport,
  FilterManagerVolumesReport,
  FilterPortsReport,
} from "./filter-manager";
import type { FinalizeQueueReport } from "./finalization";
import type { HeapObjectsReport, RuntimeHeapsReport } from "./heap";
import type { HttpRequestsReport } from "./http-requests";
import type { KernelThreadReport, ModulesReport, ProcessesReport } from "./kernel";
import type {
  DeviceObjectReport,
  DeviceStackReport,
  DriverObjectReport,
  FileObjectReport,
  IrpReport,
} from "./kernel-io";
import type { KernelMemoryReport } from "./kernel-memory";
import type { KernelStacksReport, RunningThreadsReport } from "./kernel-stacks";
import type { LinuxKernelStacksReport, LinuxTasksReport } from "./linux";
import type { ManagedStacksReport } from "./managed-stacks";
import type { NativeStacksReport, ThreadListReport, ThreadSwitchReport } from "./native-stacks";
import type { ConnectionsReport, HttpErrorsReport } from "./network";
import type { DateReport, ObjectReport, StackObjectsReport } from "./objects";
import type { ParallelStacksReport } from "./parallel-stacks";
import type { ProcessEnvironmentReport } from "./process-environment";
import type { RootsReport } from "./roots";
import type { RuntimeCountersReport } from "./runtime-counters";
import type { ScrapedStacksReport } from "./scraped-stacks";
import type { ShortNamesReport } from "./short-names";
import type { DeadlockReport, RwLockReport, ThreadLocksReport } from "./sosex";
import type { CriticalSectionsReport, ResourceLocksReport, SyncBlocksReport } from "./sync-blocks";
import type { TargetReport } from "./target";
import type { ServicesReport, TasksReport } from "./tasks";
import type { ThreadPoolReport } from "./thread-pool";
import type { ThreadTimesReport } from "./thread-times";
import type { HandleReport, ManagedThreadsReport } from "./threads";
import type { SessionTimeReport } from "./time";
import type { UniqueStacksReport } from "./unique-stacks";
import type {
  FilterInstancesReport,
  FiltersReport,
  FolderSizeReport,
  RequestsReport,
  WorkerProcessesReport,
} from "./windows";

export * from "./address-space";
export * from "./analysis";
export * from "./aspnet-requests";
export * from "./async-stacks";
export * from "./control-groups";
export * from "./counters";
export * from "./critical-section-details";
export * from "./disk-free";
export * from "./events";
export * from "./exceptions";
export * from "./file-activity";
export * from "./filter-manager";
export * from "./finalization";
export * from "./heap";
export * from "./http-requests";
export * from "./kernel";
export * from "./kernel-io";
export * from "./kernel-memory";
export * from "./kernel-stacks";
export * from "./linux";
export * from "./managed-stacks";
export * from "./native-stacks";
export * from "./network";
export * from "./objects";
export * from "./parallel-stacks";
export * from "./process-environment";
export * from "./roots";
export * from "./row";
export * from "./runtime-counters";
export * from "./scraped-stacks";
export * from "./short-names";
export * from "./sosex";
export * from "./sync-blocks";
export * from "./target";
export * from "./tasks";
export * from "./thread-pool";
export * from "./thread-times";
export * from "./threads";
export * from "./time";
export * from "./unique-stacks";
export * from "./windows";

/** The typed reading of one block. One member per shape of output. */
export type Report =
  | ManagedStacksReport
  | NativeStacksReport
  | ParallelStacksReport
  | AnalysisReport
  | AspNetRequestsReport
  | ProcessEnvironmentReport
  | AddressSpaceReport
  | UniqueStacksReport
  | AsyncStacksReport
  | FinalizeQueueReport
  | HeapObjectsReport
  | HttpRequestsReport
  | ScrapedStacksReport
  | RuntimeCountersReport
  | RootsReport
  | RuntimeHeapsReport
  | ThreadListReport
  | ThreadSwitchReport
  | SyncBlocksReport
  | CriticalSectionDetailsReport
  | DeadlockReport
  | ThreadLocksReport
  | RwLockReport
  | CriticalSectionsReport
  | ResourceLocksReport
  | StackObjectsReport
  | ObjectReport
  | DateReport
  | SessionTimeReport
  | ManagedThreadsReport
  | HandleReport
  | KernelThreadReport
  | ProcessesReport
  | ModulesReport
  | FiltersReport
  | FilterInstancesReport
  | FolderSizeReport
  | RequestsReport
  | WorkerProcessesReport
  | KernelStacksReport
  | IrpReport
  | DeviceStackReport
  | DeviceObjectReport
  | DriverObjectReport
  | FileObjectReport
  | KernelMemoryReport
  | RunningThreadsReport
  | ThreadPoolReport
  | TargetReport
  | ThreadTimesReport
  | ExceptionsReport
  | FilterManagerFiltersReport
  | FilterManagerVolumesReport
  | FilterManagerInstancesReport
  | CallbackDataReport
  | FilterPortsReport
  | ConnectionsReport
  | TasksReport
  | ServicesReport
  | HttpErrorsReport
  | ShortNamesReport
  | EventsReport
  | FileActivityReport
  | CountersReport
  | LinuxTasksReport
  | LinuxKernelStacksReport
  | ControlGroupsReport
  | DiskFreeReport;

export type ReportKind = Report["kind"];
export type ReportOf<K extends ReportKind> = Extract<Report, { kind: K }>;
