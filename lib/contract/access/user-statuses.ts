import type { Sourced, UserStatusRule } from './rules';

/** The pages of the vendors that say that the status keeps the user out. */
const pages = (...urls: string[]): string => urls.join(' ');

const BOX = 'https://support.box.com/hc/en-us/articles/360043694514-Deleting-Managed-Users';
const ATLASSIAN = 'https://developer.atlassian.com/cloud/admin/organization/rest/api-group-users/';
const OKTA = 'https://help.okta.com/en-us/Content/Topics/users-groups-profiles/usgp-end-user-states.htm';

/**
 * Statuses with which an app keeps its user out, as the app's vendor documents them. Every other status leaves the
 * account `OPEN`.
 *
 * Invited, pending, staged, provisioned, locked out, password expired and recovery must not be listed: such an account
 * is meant to be used, and its user may be able to get in without an administrator. `inactive` is listed by app only:
 * Duo calls users inactive who have not signed in for a while, and in ServiceNow, inactive and locked out are two
 * settings.
 */
export const USER_STATUSES: readonly Sourced<UserStatusRule>[] = [
  {
    userStatus: 'suspended',
    source: pages(
      OKTA,
      'https://support.google.com/a/answer/33312',
      'https://support.zendesk.com/hc/en-us/articles/4408889293978-Suspending-a-user',
      'https://dropbox.github.io/dropbox-sdk-dotnet/gh-pages/obj/api/Dropbox.Api.Team.TeamMemberStatus.Suspended.html',
      'https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/provisioning-user-accounts-with-scim/deprovisioning-and-reinstating-users',
    ),
  },
  {
    userStatus: 'deactivated',
    source: pages(
      OKTA,
      'https://slack.com/help/articles/204475027-Deactivate-a-members-account',
      'https://help.smartsheet.com/articles/2483483-overview-user-deactivation-and-reactivation',
      'https://support.atlassian.com/user-management/docs/deactivate-a-managed-account/',
    ),
  },
  { userStatus: 'deprovisioned', source: OKTA },
  { userStatus: 'disabled', source: 'https://help.duo.com/s/article/6726' },

  { app: 'BOX', userStatus: 'inactive', source: BOX },
  // CISCO is Webex.
  { app: 'CISCO', userStatus: 'inactive', source: 'https://help.webex.com/en-us/article/nikzbgy' },
  {
    app: 'DROPBOX',
    userStatus: 'removed',
    source:
      'https://dropbox.github.io/dropbox-sdk-java/api-docs/v5.4.3/com/dropbox/core/v2/team/TeamMemberStatus.Tag.html',
  },
  { app: 'GOOGLE', userStatus: 'archived', source: 'https://support.google.com/a/answer/9048836' },
  { app: 'JIRA', userStatus: 'inactive', source: ATLASSIAN },
  { app: 'JIRA', userStatus: 'closed', source: ATLASSIAN },
  {
    app: 'SALESFORCE',
    userStatus: 'frozen',
    source:
      'https://developer.salesforce.com/docs/platform/object-reference/references/standard-objects/object-userlogin.html',
  },
  { app: 'SLACK', userStatus: 'deleted', source: 'https://docs.slack.dev/reference/objects/user-object' },
  {
    app: 'ZOOM',
    userStatus: 'inactive',
    source: pages(
      'https://developers.zoom.us/docs/api/users/',
      'https://support.zoom.us/hc/en-us/articles/115005269946-Remove-User-from-your-Account',
    ),
  },
];
