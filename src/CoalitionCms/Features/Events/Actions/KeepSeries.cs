using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>
/// Creates a series from an event, or changes the series it belongs to: future dates are created, changed, moved or cancelled; dates that
/// were changed by hand and past dates are left as they are. First previews the changes; then, once exactly those are confirmed, makes all
/// of them.
/// </summary>
internal sealed class KeepSeries(CmsDbContext db, AuditLog audit, SeriesAdminQueries queries, SeriesWriter writer)
{
    /// <summary>The longest interval, in weeks or months.</summary>
    public const int MaxEvery = 12;

    /// <summary>The result.</summary>
    /// <param name="Done">The number of dates that were created or changed.</param>
    /// <param name="Waiting">How many of those are saved but not public, because a check failed or approval by another person is
    /// required.</param>
    public sealed record Kept(int Done, int Waiting);

    public async Task<Result<SeriesPlan>> PreviewAsync(Actor actor, Guid eventId, SeriesRule rule, CancellationToken cancellationToken)
    {
        var (plan, _) = await PlanAsync(actor, eventId, rule, cancellationToken);
        return plan;
    }

    public async Task<Result<Kept>> RunAsync(Actor actor, Guid eventId, SeriesRule rule, string signature, bool publishes,
        CancellationToken cancellationToken)
    {
        var (plan, open) = await PlanAsync(actor, eventId, rule, cancellationToken);
        if (!plan.IsDone || plan.Value.Signature != signature)
        {
            return plan.IsDone ? new Error("Files.PlanChanged") : Result.Failed<Kept>(plan.Errors);
        }

        var seriesId = await FollowAsync(actor, open!, rule, plan.Value, cancellationToken);
        var (done, waiting) = (0, 0);
        foreach (var step in plan.Value.Steps.Where(s =>
            s.Kind is SeriesStepKind.New or SeriesStepKind.Changed or SeriesStepKind.Moved or SeriesStepKind.Dropped))
        {
            var written = await WriteAsync(actor, seriesId, open!, step, cancellationToken);
            if (!written.IsDone)
            {
                return Result.Failed<Kept>(written.Errors);
            }

            done++;
            var isToBePublic = step.Date is null ? publishes && open!.IsPublic : step.Date.IsPublic;
            foreach (var saved in isToBePublic ? written.Value : [])
            {
                // Unpublished text is not published together with a new time.
                var mayPublish = step.Date is null || step.Date.State == EntryState.Published;
                waiting += mayPublish && await writer.PublishAsync(actor, saved, cancellationToken) ? 0 : 1;
            }
        }

        return Result.Of(new Kept(done, waiting));
    }

    private async Task<Result<IReadOnlyList<Content.Actions.SaveEntry.Saved>>> WriteAsync(Actor actor, Guid seriesId, OpenSeries open,
        SeriesStep step, CancellationToken cancellationToken)
    {
        var pattern = open.Head.Facts;
        if (step.Date is not { } date)
        {
            return await writer.MakeAsync(actor, seriesId, open.Head.EventId, SeriesPlan.On(pattern, step.Day), cancellationToken);
        }

        if (step.Kind == SeriesStepKind.Dropped)
        {
            var dropped = await writer.DropAsync(actor, date, cancellationToken);
            return dropped.IsDone ? Several(dropped.Value) : Result.Failed<IReadOnlyList<Content.Actions.SaveEntry.Saved>>(dropped.Errors);
        }

        var changed = await writer.ChangeAsync(actor, date, SeriesPlan.On(pattern, step.Day), cancellationToken);
        return changed.IsDone ? Several(changed.Value) : Result.Failed<IReadOnlyList<Content.Actions.SaveEntry.Saved>>(changed.Errors);

        static Result<IReadOnlyList<Content.Actions.SaveEntry.Saved>> Several(Content.Actions.SaveEntry.Saved? one) =>
            Result.Of<IReadOnlyList<Content.Actions.SaveEntry.Saved>>(one is null ? [] : [one]);
    }

    private async Task<Guid> FollowAsync(Actor actor, OpenSeries open, SeriesRule rule, SeriesPlan plan,
        CancellationToken cancellationToken)
    {
        var series = open.SeriesId is { } id
            ? await db.Set<EventSeries>().SingleAsync(s => s.Id == id, cancellationToken)
            : db.Add(new EventSeries(Guid.CreateVersion7())).Entity;
        series.Follow(rule);
        var written = SeriesPlan.HashOf(open.Head.Facts);
        if (await db.Set<SeriesDate>().SingleOrDefaultAsync(d => d.EventId == open.Head.EventId, cancellationToken) is { } own)
        {
            own.Write(own.PlannedOn, written);
        }
        else
        {
            db.Add(new SeriesDate(open.Head.EventId, series.Id, open.Head.Facts.StartsOn, written));
        }

        var steps = plan.Steps.GroupBy(s => s.Kind).ToDictionary(g => g.Key.ToString(), g => g.Count(), StringComparer.Ordinal);
        audit.Record(actor, AuditVerb.SeriesSaved, nameof(Event), open.Head.EventId,
            new { series = series.Id, rule.Rhythm, rule.Every, rule.From, rule.Until, rule.Count, steps });
        db.Invalidate(CacheTag.List(EntryKind.Event), CacheTag.Rows(EntryKind.Event));
        await db.SaveChangesAsync(cancellationToken);
        return series.Id;
    }

    private async Task<(Result<SeriesPlan> Plan, OpenSeries? Open)> PlanAsync(Actor actor, Guid eventId, SeriesRule rule,
        CancellationToken cancellationToken)
    {
        if (await queries.OpenAsync(actor, eventId, Language.English, cancellationToken) is not { } open)
        {
            return (EventsErrors.NoSuchEvent, null);
        }

        if (EventsErrors.Check(rule) is { } error)
        {
            return (error, null);
        }

        // The event that a series starts from is one of its dates, whatever its position.
        var facts = open.Head.Facts;
        var own =
            new SeriesEvent(eventId, facts.StartsOn, facts, open.Head.EntryId, open.Head.Title, open.Head.Language, false,
            EntryState.Draft);
        var plan = SeriesPlan.Of(rule, facts, eventId, open.SeriesId is null ? [own] : open.Dates, queries.Today(facts));
        return plan.Gaps.Count == 0
            ? (Result.Of(plan), open)
            : (new Error("Series.Gap", "",
            string.Join(", ", plan.Gaps.Select(g => g.ToString("O", System.Globalization.CultureInfo.InvariantCulture)))), null);
    }
}
