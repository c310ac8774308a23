import type { Sourced, UserStatusRule } from './rules';

export const USER_STATUSES: readonly Sourced<UserStatusRule>[] = [];
