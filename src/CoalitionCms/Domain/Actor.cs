namespace CoalitionCms.Domain;

/// <summary>What an account may do, from least to most.</summary>
public enum Role
{
    Member,

    /// <summary>Edits all content, takes attendance.</summary>
    Editor,

    /// <summary>Manages accounts, addresses and settings.</summary>
    Admin,
}

/// <summary>One thing that somebody may or may not do. Roles map to these in one place: <see cref="Actor.May"/>.</summary>
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

/// <summary>Who acts: an account, somebody at the host's command line, or the program itself.</summary>
public sealed record Actor
{
    private Actor(string id, Guid? accountId, Role role) => (Id, AccountId, Role) = (id, accountId, role);

    /// <summary>Somebody with a shell on the host; may do everything, and is named so in the audit log.</summary>
    public static Actor CommandLine { get; } = new("command-line", null, Role.Admin) { IsProven = true };

    /// <summary>The program itself: starter content, schedules.</summary>
    public static Actor System { get; } = new("system", null, Role.Admin) { IsProven = true };

    /// <summary>A visitor who is not signed in: sign-in attempts, links redeemed.</summary>
    public static Actor Visitor { get; } = new("visitor", null, Role.Member);

    /// <summary>Stands in the audit log: the account's id, or a fixed word. Never a name.</summary>
    public string Id { get; }

    public Guid? AccountId { get; }
    public Role Role { get; }

    /// <summary>True when the person behind the account proved of late who they are; always of the host's own shell.</summary>
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
