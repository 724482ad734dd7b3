using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>Who may touch which entry: editors all, members the articles that they began.</summary>
public static class EntryRights
{
    /// <summary>True when the actor may see, save, publish or trash the entry.</summary>
    public static bool MayEdit(Actor actor, EntryKind kind, Guid? createdBy, bool isNew = false) =>
        actor.May(Permission.EditEverything)
        || (kind == EntryKind.Article && actor.May(Permission.WriteArticles) && (isNew || (createdBy is not null && createdBy == actor.AccountId)));

    /// <summary>True when the actor may look over what others wrote, approve it and send it back.</summary>
    public static bool MayReview(Actor actor) => actor.May(Permission.EditEverything);
}
