namespace CoalitionCms.Domain;

/// <summary>Roles of accounts, from least to most permissions.</summary>
public enum Role
{
    Member,

    /// <summary>Edits all content, takes attendance.</summary>
    Editor,

    /// <summary>Manages accounts, addresses and settings.</summary>
    Admin,
}

/// <summary>A single permission. Roles are mapped to permissions only in <see cref="Actor.May"/>.</summary>
public enum Permission
{
    WriteArticles,

    EditEverything,

    TakeAttendance,

    /// <summary>Invite, disable, change roles.</summary>
    ManageAccounts,

    /// <summary>Official addresses, site name, notice.</summary>
    ManageSite,
}

/// <summary>The originator of an action: an account, somebody at the host's command line, or the program itself.</summary>
public sealed record Actor
{
    private Actor(string id, Guid? accountId, Role role) => (Id, AccountId, Role) = (id, accountId, role);

    /// <summary>Somebody with a shell on the host; has all permissions, and is recorded as such in the audit log.</summary>
    public static Actor CommandLine { get; } = new("command-line", null, Role.Admin) { IsProven = true };

    /// <summary>The program itself: starter content, schedules.</summary>
    public static Actor System { get; } = new("system", null, Role.Admin) { IsProven = true };

    /// <summary>A visitor who is not signed in: sign-in attempts, links redeemed.</summary>
    public static Actor Visitor { get; } = new("visitor", null, Role.Member);

    /// <summary>The identifier in the audit log: the account's id, or a fixed word. Never a name.</summary>
    public string Id { get; }

    public Guid? AccountId { get; }
    public Role Role { get; }

    /// <summary>True when the account's user recently confirmed their identity; always true for the host's own shell.</summary>
    public bool IsProven { get; init; }

    public static Actor Account(Guid id, Role role) => new(id.ToString("D"), id, role);

    public bool May(Permission permission) => this != Visitor && permission switch
    {
        Permission.WriteArticles => true,
        Permission.EditEverything or Permission.TakeAttendance => Role >= Role.Editor,
        Permission.ManageAccounts or Permission.ManageSite => Role >= Role.Admin,
        _ => false,
    };
}
