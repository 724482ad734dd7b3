namespace CoalitionCms.Data.Audit;

/// <summary>All verbs of the log. A new kind of change needs a new constant here.</summary>
internal static class AuditVerb
{
#pragma warning disable CS1591 // The names are the words of the log; each says what it means.
    public const string EntrySaved = "entry.saved";
    public const string EntryAutosaved = "entry.autosaved";
    public const string EntryPublished = "entry.published";
    public const string EntryWithdrawn = "entry.withdrawn";
    public const string EntryTrashed = "entry.trashed";
    public const string EntryRestored = "entry.restored";
    public const string EntryPurged = "entry.purged";
    public const string EntrySubmitted = "entry.submitted";
    public const string EntryCommented = "entry.commented";
    public const string EntryApproved = "entry.approved";
    public const string EntrySentBack = "entry.sent-back";
    public const string EntryScheduled = "entry.scheduled";
    public const string EntryUnscheduled = "entry.unscheduled";
    public const string EntryPublishedOnTime = "entry.published-on-time";
    public const string EntryNotPublished = "entry.not-published";
    public const string EntryEmergency = "entry.emergency";
    public const string EntryImported = "entry.imported";
    public const string EntryPublishedUnapproved = "entry.published-without-approval";

    public const string EntryRemarked = "entry.remarked";
    public const string EntryRemarkAnswered = "entry.remark-answered";
    public const string EntryRemarkResolved = "entry.remark-resolved";
    public const string EntryRemarkReopened = "entry.remark-reopened";
    public const string DraftLinkMade = "entry.draft-link-made";
    public const string DraftLinkOpened = "entry.draft-link-opened";
    public const string DraftLinkRevoked = "entry.draft-link-revoked";

    public const string MediaAdded = "media.added";
    public const string MediaDescribed = "media.described";
    public const string MediaReplaced = "media.replaced";
    public const string MediaEdited = "media.edited";
    public const string MediaRemoved = "media.removed";
    public const string MediaOriginalOpened = "media.original-opened";

    public const string AttendanceRecorded = "attendance.recorded";
    public const string MemberSaved = "member.saved";
    public const string MemberAliasChosen = "member.alias-chosen";
    public const string MemberAliasRefused = "member.alias-refused";
    public const string MembersImported = "member.imported";
    public const string MembersExported = "member.exported";
    public const string MembersMerged = "member.merged";
    public const string AttendanceExported = "attendance.exported";
    public const string SeriesSaved = "event.series-saved";
    public const string PersonOpened = "person.opened";
    public const string PersonExported = "person.exported";
    public const string PersonPurged = "person.purged";
    public const string MemberLinked = "member.linked";
    public const string MemberUnlinked = "member.unlinked";
    public const string ConsentRecorded = "consent.recorded";
    public const string ConsentWithdrawn = "consent.withdrawn";
    public const string ConsentLoosened = "consent.loosened";
    public const string ConsentAsked = "consent.asked";
    public const string ConsentAnswered = "consent.answered";
    public const string CertificateIssued = "certificate.issued";
    public const string CertificateRevoked = "certificate.revoked";

    public const string AddressSaved = "address.saved";
    public const string AddressRemoved = "address.removed";
    public const string SettingsSaved = "settings.saved";
    public const string SecondFactorDemanded = "settings.second-factor";
    public const string RelaxationAsked = "settings.loosening-asked";
    public const string RelaxationApproved = "settings.loosening-approved";
    public const string RelaxationRefused = "settings.loosening-refused";
    public const string ChangeAsked = "site.change-asked";
    public const string ChangeApproved = "site.change-approved";
    public const string ChangeRefused = "site.change-refused";

    public const string AccountCreated = "account.created";
    public const string AccountInvited = "account.invited";
    public const string AccountInvitationRevoked = "account.invitation-revoked";
    public const string AccountRoleChanged = "account.role-changed";
    public const string AdminAsked = "account.admin-asked";
    public const string AdminApproved = "account.admin-approved";
    public const string AdminRefused = "account.admin-refused";
    public const string AccountDisabled = "account.disabled";
    public const string AccountEnabled = "account.enabled";
    public const string AccountResetLinkMade = "account.reset-link-made";
    public const string AccountPasswordChanged = "account.password-changed";
    public const string AccountPasswordRehashed = "account.password-rehashed";
    public const string AccountProfileChanged = "account.profile-changed";
    public const string AccountPasskeyAdded = "account.passkey-added";
    public const string AccountPasskeyRenamed = "account.passkey-renamed";
    public const string AccountPasskeyRemoved = "account.passkey-removed";
    public const string AccountAppAdded = "account.app-added";
    public const string AccountAppRemoved = "account.app-removed";
    public const string AccountRecoveryCodesMade = "account.recovery-codes-made";
    public const string AccountFactorsRemoved = "account.factors-removed";
    public const string SecondStepClosed = "account.second-step-closed";
    public const string SetupLinkMade = "account.setup-link-made";
    public const string SignedIn = "session.signed-in";
    public const string SignInRefused = "session.refused";
    public const string SignedOut = "session.signed-out";
    public const string SessionEnded = "session.ended";
    public const string IdentityConfirmed = "session.confirmed";

    public const string DatabaseMigrated = "database.migrated";
    public const string DatabaseSealed = "database.sealed";
    public const string SigningKeySet = "signing.key-set";
    public const string BackupMade = "backup.made";
    public const string BackupFailed = "backup.failed";
    public const string BackupTested = "backup.tested";
    public const string BackupRestored = "backup.restored";
    public const string SiteImported = "site.imported";
    public const string StarterContentAdded = "starter.added";
    public const string SampleContentAdded = "sample.added";
    public const string ProjectionRebuilt = "projection.rebuilt";

    public const string AuditCheckpoint = "audit.checkpoint";
    public const string AuditPruned = "audit.pruned";
    public const string EntryRetained = "entry.retained";
    public const string ReadingOnlyOn = "site.reading-only-on";
    public const string ClockJumped = "site.clock-jumped";
    public const string ClockConfirmed = "site.clock-confirmed";
    public const string ReadingOnlyOff = "site.reading-only-off";
#pragma warning restore CS1591
}

/// <summary>Marks an entity whose changes must be logged in the audit log by the same save.</summary>
internal interface IAudited;
