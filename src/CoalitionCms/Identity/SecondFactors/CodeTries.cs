using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>
/// Who enters codes for an account. Each has its own attempts, so that a stranger with the password does not lock out anybody else.
/// </summary>
internal enum CodeTrier
{
    Stranger,

    /// <summary>A browser in which the account was signed in before.</summary>
    KnownBrowser,

    /// <summary>A signed-in user who confirms their identity.</summary>
    OwnPage,
}

/// <summary>
/// The failed second-step attempts of one account since the last success. Stored in the database, so that restarts and further processes
/// continue the count.
/// </summary>
internal sealed class CodeTriesRow
{
    public Guid AccountId { get; init; }
    public CodeTrier By { get; init; }
    public int Tries { get; init; }

    /// <summary>How often the step was locked since the last success.</summary>
    public int Rounds { get; init; }

    /// <summary>A first step completed before this time is void.</summary>
    public DateTime VoidBefore { get; init; }

    public DateTime ClosedUntil { get; init; }
    public DateTime LastAt { get; init; }
}

/// <summary>
/// Limits guesses at the second step for each account, wherever they come from: the step is only reached with the password. After ten wrong
/// codes the sign-in is void and the step is locked, for twice as long each time.
/// </summary>
internal sealed class CodeTries(CmsDbContext db, AuditLog audit, TimeProvider clock)
{
    public const int Most = 10;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(24);
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    /// <summary>Counts an attempt before the code is checked, so that guesses sent at once are counted one by one.</summary>
    /// <param name="begunAt">When the password was verified; null where there was no such step.</param>
    /// <returns>False while the step is locked for this client.</returns>
    public async Task<bool> TakeAsync(Guid accountId, CodeTrier by, DateTime? begunAt, CancellationToken cancellationToken)
    {
        var now = clock.NowToMillisecond();

        // What a clock that was ahead wrote would close the step until then.
        var (forgetBefore, ahead) = (now - Memory, now + Clock.Tolerance);
        await db.Set<CodeTriesRow>().Where(t => t.AccountId == accountId && (t.LastAt < forgetBefore || t.LastAt > ahead))
            .ExecuteDeleteAsync(cancellationToken);
        if (await FindAsync(accountId, by, cancellationToken) is not { } row)
        {
            await InsertAsync(accountId, by, now, cancellationToken);
            row = (await FindAsync(accountId, by, cancellationToken))!;
        }

        if (begunAt is { } begun && begun <= row.VoidBefore)
        {
            return false;
        }

        // Security: the database counts, so that of many concurrent attempts only ten are checked.
        var open = db.Set<CodeTriesRow>().Where(t => t.AccountId == accountId && t.By == by && t.ClosedUntil <= now);
        if (await open.Where(t => t.Tries < Most - 1).ExecuteUpdateAsync(
            set => set.SetProperty(t => t.Tries, t => t.Tries + 1).SetProperty(t => t.LastAt, now), cancellationToken) == 1)
        {
            return true;
        }

        var until = now + PauseAfter(row.Rounds);
        return await open.Where(t => t.Rounds == row.Rounds).ExecuteUpdateAsync(
            set => set.SetProperty(t => t.Tries, 0).SetProperty(t => t.Rounds, row.Rounds + 1).SetProperty(t => t.VoidBefore, now)
                .SetProperty(t => t.ClosedUntil, until).SetProperty(t => t.LastAt, now), cancellationToken) == 1;
    }

    /// <summary>Notifies the owner when this wrong code was the last that is accepted for now.</summary>
    public async Task FailedAsync(Guid accountId, CodeTrier by, CancellationToken cancellationToken)
    {
        var now = clock.NowToMillisecond();
        if (await FindAsync(accountId, by, cancellationToken) is { Tries: 0 } row && row.ClosedUntil > now)
        {
            audit.Record(Actor.Visitor, AuditVerb.SecondStepClosed, AccountChecks.Kind, accountId, new { until = row.ClosedUntil });
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    public Task SucceededAsync(Guid accountId, CodeTrier by, CancellationToken cancellationToken) =>
        db.Set<CodeTriesRow>().Where(t => t.AccountId == accountId && t.By == by).ExecuteDeleteAsync(cancellationToken);

    /// <summary>True while this client has to start again, or to wait.</summary>
    public async Task<bool> IsClosedAsync(Guid accountId, CodeTrier by, DateTime? begunAt, CancellationToken cancellationToken) =>
        await FindAsync(accountId, by, cancellationToken) is { } row
        && (row.ClosedUntil > clock.NowToMillisecond() || begunAt <= row.VoidBefore);

    private static TimeSpan PauseAfter(int rounds) =>
        rounds > 16 || FirstPause * (1 << rounds) > LongestPause ? LongestPause : FirstPause * (1 << rounds);

    private Task<CodeTriesRow?> FindAsync(Guid accountId, CodeTrier by, CancellationToken cancellationToken) =>
        db.Set<CodeTriesRow>().AsNoTracking().SingleOrDefaultAsync(t => t.AccountId == accountId && t.By == by, cancellationToken);

    private async Task InsertAsync(Guid accountId, CodeTrier by, DateTime now, CancellationToken cancellationToken)
    {
        var row = db.Add(new CodeTriesRow
        {
            AccountId = accountId,
            By = by,
            LastAt = now,
            VoidBefore = DateTime.UnixEpoch,
            ClosedUntil = DateTime.UnixEpoch
        });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Two at the same moment: the other row is equivalent. Security: the caller's account stays tracked, otherwise its recovery
            // code would not be used up.
            row.State = EntityState.Detached;
            if (await FindAsync(accountId, by, cancellationToken) is null)
            {
                throw;
            }
        }
    }
}
