import type { VirtualWorld } from '../../simulator/world';

/** At that time, under the typical workload, some tasks have ended and some have not. */
const AFTER_MILLISECONDS = 8000;

/** Kills the process that waits for a scan, once per scan, when it calls AppFabric. Step Functions itself does not die. */
export function crashOnce(world: VirtualWorld): void {
  const diesAt = new Map<string, number>();
  world.network.use({
    served: ({ operation }, { response }) => {
      if (operation !== 'StartUserAccessTasks') return;
      const { userAccessTasksList } = JSON.parse(response.body) as { userAccessTasksList: { taskId: string }[] };
      for (const { taskId } of userAccessTasksList) diesAt.set(taskId, world.clock.now() + AFTER_MILLISECONDS);
    },
    course: ({ operation, input, caller }) => {
      if (operation !== 'BatchGetUserAccessTasks' || caller.name === 'states') return {};
      const taskIds = input.taskIdList as string[];
      if (!taskIds.some((taskId) => (diesAt.get(taskId) ?? Number.POSITIVE_INFINITY) <= world.clock.now())) return {};
      for (const taskId of taskIds) diesAt.delete(taskId);
      return { lost: 'kill' };
    },
  });
}
