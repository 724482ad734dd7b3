using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Members.Actions;

/// <summary>Knows which names people asked to be shown less. Consents depend on the roster; the roster does not depend on them.</summary>
internal interface INamesOfOthers
{
    /// <summary>
    /// Returns whether an entry, as it is about to be saved, is shown by a name that another person asked to be shown less. Security: a
    /// consent was given for the name that the entry had.
    /// </summary>
    Task<bool> WouldShowAsync(Member changed, CancellationToken cancellationToken);

    /// <summary>
    /// Hides the other entries that show the name of this one, as it is about to be saved, if it is to be shown less. What staff recorded
    /// for them becomes a question.
    /// </summary>
    Task HideNamesakesAsync(Member changed, CancellationToken cancellationToken);

    /// <summary>Returns whether consent lets an entry be named anywhere today.</summary>
    Task<bool> IsShownAsync(Member member, CancellationToken cancellationToken);

    static bool Concerns(IReadOnlyCollection<string> changes) =>
        changes.Any(field => field is "romanisedName" or "nativeName" or "alias");
}

/// <summary>
/// Adds a member to the roster, or changes one. Never makes a name public; hiding a member removes the name from all pages immediately.
/// </summary>
internal sealed class SaveMember(CmsDbContext db, AuditLog audit, INamesOfOthers others)
{
    public const int MaxName = 100;

    public const int MaxNote = 2_000;

    /// <summary>A roster entry as typed.</summary>
    /// <param name="MemberId">The member, or null for a new one.</param>
    /// <param name="RomanisedName">Name in Latin letters.</param>
    /// <param name="Alias">Public name instead of the real one.</param>
    /// <param name="HiddenEverywhere">True to name this person nowhere.</param>
    /// <param name="Version">Version that the form was opened on; 0 for a new one.</param>
    public sealed record Input(
        Guid? MemberId, string RomanisedName, string NativeName, string NativeLanguage, string Alias, Standing Standing, string Note,
            bool HiddenEverywhere, long Version)
    {
        public FuzzyDate Since { get; init; } = FuzzyDate.Unknown;

        /// <summary>Until when; unknown while the membership continues.</summary>
        public FuzzyDate Until { get; init; } = FuzzyDate.Unknown;

        /// <summary>Id for a new member, created with its form: a form that is sent twice adds one member.</summary>
        public Guid? NewId { get; init; }

        /// <summary>Returns a copy with spaces, line ends and invisible characters normalised.</summary>
        internal Input Clean() => this with
        {
            RomanisedName = CleanText.Line(RomanisedName),
            NativeName = CleanText.Line(NativeName),
            Alias = CleanText.Line(Alias),
            Note = CleanText.Block(Note).Trim(),
        };

        internal void WriteTo(Member member)
        {
            member.Belong(Since, Until);
            member.Describe(RomanisedName, NativeName, NativeLanguage, Alias, Standing, Note, HiddenEverywhere);
        }
    }

    public async Task<Result<Guid>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken) =>
        actor.May(Permission.TakeAttendance)
            ? await db.AloneAsync(() => SaveAsync(actor, input, cancellationToken), cancellationToken)
            : MembersErrors.NotAllowed;

    private async Task<Result<Guid>> SaveAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        var now = input.Clean();
        var errors = Check(now).ToList();
        if (errors.Count > 0)
        {
            return Result.Failed<Guid>(errors);
        }

        var member = now.MemberId is { } id ? await db.Set<Member>().SingleOrDefaultAsync(m => m.Id == id, cancellationToken)
            : await NewAsync(now, cancellationToken);
        if (member is null)
        {
            return MembersErrors.NoSuchMember;
        }

        if (now.MemberId is null && member.Version > 0)
        {
            // The same form, sent twice: this is the second request, and the first one's member is its result.
            return Result.Of(member.Id);
        }

        if (member.Version != now.Version)
        {
            return MembersErrors.Stale;
        }

        // Security: an alias that a member agreed to cannot be changed, or become the real name, by another user.
        if (member.IsAliasOwn && now.Alias.Length > 0 && now.Alias != member.Alias)
        {
            return MembersErrors.AliasOwn;
        }

        if (member.HiddenEverywhere && !now.HiddenEverywhere && !actor.IsProven)
        {
            return MembersErrors.ProofNeeded;
        }

        var changed = Changes(member, now);
        if (changed.Count == 0)
        {
            return Result.Of(member.Id);
        }

        // Security: what readers see changes; a consent was given for the name that the entry had.
        var isRenamed = now.MemberId is not null && INamesOfOthers.Concerns(changed);
        if (isRenamed && !actor.IsProven && await others.IsShownAsync(member, cancellationToken))
        {
            return MembersErrors.ProofNeeded;
        }

        now.WriteTo(member);

        // Security: or is shown again, after it was hidden to be renamed.
        var isUncovered = changed.Contains("hiddenEverywhere") && !now.HiddenEverywhere;
        if ((isRenamed || (now.MemberId is not null && isUncovered)) && await others.WouldShowAsync(member, cancellationToken))
        {
            db.DiscardChanges();
            return MembersErrors.NameOfOther(asAlias: changed is ["alias"]);
        }

        if (INamesOfOthers.Concerns(changed) || changed.Contains("hiddenEverywhere"))
        {
            await others.HideNamesakesAsync(member, cancellationToken);
        }

        audit.Record(actor, AuditVerb.MemberSaved, nameof(Member), member.Id, new { isNew = now.MemberId is null, changed });

        // All pages with attendees are rendered again: for a corrected name, a new alias, or a hidden member.
        db.Invalidate(CacheTag.Attendance);
        return (await db.SaveOrStaleAsync(MembersErrors.Stale, cancellationToken)).With(member.Id);
    }

    /// <summary>The member that the same form added already, or a new one.</summary>
    private async Task<Member> NewAsync(Input input, CancellationToken cancellationToken)
    {
        var first = await db.Set<Member>().SingleOrDefaultAsync(m => m.Id == input.NewId, cancellationToken);

        // Somebody who went back in the browser and typed another name means another person.
        return first is not null && Changes(first, input).Count == 0
            ? first
            : db.Add(new Member(first is null && input.NewId is { } id ? id : Guid.CreateVersion7())).Entity;
    }

    /// <summary>Returns the errors of an entry, regardless of the member.</summary>
    internal static IEnumerable<Error> Check(Input input)
    {
        if (input.RomanisedName.Length == 0 && input.NativeName.Length == 0)
        {
            yield return MembersErrors.NameMissing;
        }

        // Security: the name itself, with whatever is around it, is no other name; a consent to an alias does not show it.
        if (input.Alias.Length > 0 && NameMentions.Of([(Guid.Empty, input.RomanisedName), (Guid.Empty, input.NativeName)])
            .In(input.Alias).Count > 0)
        {
            yield return MembersErrors.AliasIsName;
        }

        foreach (var (field, text) in new[] { (nameof(Input.RomanisedName), input.RomanisedName),
            (nameof(Input.NativeName), input.NativeName), (nameof(Input.Alias), input.Alias) })
        {
            if (text.Length > MaxName)
            {
                yield return MembersErrors.TooLong(field, MaxName);
            }
        }

        if (input.Note.Length > MaxNote)
        {
            yield return MembersErrors.TooLong(nameof(Input.Note), MaxNote);
        }

        if (!NativeLanguages.Has(input.NativeLanguage))
        {
            yield return MembersErrors.LanguageUnknown;
        }

        if (input.Until.Latest < input.Since.Earliest)
        {
            yield return MembersErrors.UntilBeforeSince;
        }
    }

    /// <summary>Returns the names of the fields that change; never their values, which would put names into the log.</summary>
    internal static List<string> Changes(Member before, Input now) =>
        [.. new (string Field, bool IsChanged)[]
        {
            ("romanisedName", before.RomanisedName != now.RomanisedName),
            ("nativeName", before.NativeName != now.NativeName),
            ("nativeLanguage", before.NativeLanguage != now.NativeLanguage),
            ("alias", before.Alias != now.Alias),
            ("standing", before.Standing != now.Standing),
            ("since", before.Since.Edtf != now.Since.Edtf),
            ("until", before.Until.Edtf != now.Until.Edtf),
            ("note", before.Note != now.Note),
            ("hiddenEverywhere", before.HiddenEverywhere != now.HiddenEverywhere),
        }.Where(change => change.IsChanged).Select(change => change.Field)];
}
