using System.Data.Common;
using System.Globalization;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Features.Certificates;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Members;
using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Identity;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Operations.Health;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Audit;

/// <summary>
/// Somebody with write access to the database changes one value after the other, in each table that says what readers see, who is named,
/// which addresses are true and which rules hold. A new column fails here until something finds a change of it, or a reason is given.
/// </summary>
public sealed class TamperingWithRowsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Not verified: about somebody's work or sign-in, or with its own proof.
    private static readonly string[] NotVerified =
    [
        "AccountLinks", "AdminRequests", "AuthenticatorApps", "Passkeys", // have proofs of their own: TamperingWithSignInTests
        "CodeTries", "Sessions", "SignInTries", "SignInTriesKeys", "SpentAnswers", // who signs in; encrypted values are verified
        "AuditEntries", "AuditHead", "AuditStart", // TamperingWithTheLogTests
        "TextRevisions", "FactsRevisions", // those that are public: SiteHealthTests
        "DraftLinks", // a key to one draft, as AccountLinks are keys to accounts
        "EncryptionState", // another key opens nothing: SealingFieldsTests
        "EditPresences", "EventSeries", "SeriesDates", // staff's own lists
        "ImportedEntries", "ImportedFiles", // where texts and photos came from; another import alone reads it
        "MediaUses", // made from the texts
        "OldPaths", // former addresses, which lead to texts of this site only; their key may hold a name, which the log never does
        "PageViews", // numbers that nothing depends on
        "ChangedTags", // made from the log, and only saves work
        "QueuedNotifications", // mails that wait
    ];

    // Found by `verify content`: made from facts that are verified.
    private static readonly string[] Projected =
    [
        "Articles", "Pages", "Campaigns", "CampaignPeople", "People", "PersonNames", "Charges", "DetentionEpisodes", "CaseEvents",
        "Events", "PublicationTags", "SearchDocuments",
    ];

    [OnEachDatabase]
    public async Task A_change_of_any_column_is_found_and_named(DatabaseKind database)
    {
        await using var site = await FilledAsync(database);
        (await VerifyAsync(site)).Wrong.ShouldBeNull();
        var missed = new List<string>();
        foreach (var table in await site.InDatabaseAsync(db => Task.FromResult(VerifiedTable.In(db.Model))))
        {
            foreach (var column in table.Columns)
            {
                if (await ChangeAsync(site, table.Name, column.Name, column.StoredType) is not { } undo)
                {
                    missed.Add($"{table.Name}.{column.Name}: no row could be changed");
                    continue;
                }

                if ((await VerifyAsync(site)).Wrong?.Table != table.Name)
                {
                    missed.Add($"{table.Name}.{column.Name}");
                }

                await undo();
            }
        }

        (await VerifyAsync(site)).Wrong.ShouldBeNull();
        missed.ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task A_change_of_any_column_that_is_made_from_facts_is_found(DatabaseKind database)
    {
        await using var site = await FilledAsync(database);
        (await ContentAsync(site)).Wrong.ShouldBeNull();
        var missed = new List<string>();
        var columns = await site.InDatabaseAsync(db => Task.FromResult(
            db.Model.GetRelationalModel().Tables.Where(t => Projected.Contains(t.Name))
                .SelectMany(t => t.Columns.Where(c => !IsKey(c)).Select(c => (Table: t.Name, c.Name, Type: StoredTypeOf(c)))).ToList()));
        foreach (var (table, column, type) in columns)
        {
            if (await ChangeAsync(site, table, column, type) is not { } undo)
            {
                missed.Add($"{table}.{column}: no row could be changed");
                continue;
            }

            try
            {
                if ((await ContentAsync(site)).Wrong is null)
                {
                    missed.Add($"{table}.{column}");
                }
            }
            catch (Exception unreadable) when (unreadable is not Xunit.Sdk.XunitException)
            {
                // What cannot be read at all is found as well.
            }

            await undo();
        }

        missed.ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Every_table_is_verified_or_a_reason_is_given(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (all, verified) = await site.InDatabaseAsync(db => Task.FromResult((
            db.Model.GetRelationalModel().Tables.Select(t => t.Name).ToList(), VerifiedTable.In(db.Model).Select(t => t.Name).ToList())));

        all.Order().ShouldBe(verified.Concat(Projected).Concat(NotVerified).Order());
    }

    [OnEachDatabase]
    public async Task A_row_that_was_taken_away_or_slipped_in_is_found_and_the_command_names_it(DatabaseKind database)
    {
        await using var site = await FilledAsync(database);
        var addresses = await site.InDatabaseAsync(db => db.Set<SiteAddress>().Select(a => a.Id).ToListAsync(Token));

        await SqlAsync(site, "CREATE TABLE \"Copied\" AS SELECT * FROM \"Addresses\"");
        await SqlAsync(site, "DELETE FROM \"Addresses\"");
        (await VerifyAsync(site)).Wrong!.ShouldSatisfyAllConditions(w => w.Table.ShouldBe("Addresses"), w =>
            w.Fault.ShouldBe(RowFault.Removed));
        await SqlAsync(site, "INSERT INTO \"Addresses\" SELECT * FROM \"Copied\"");
        (await VerifyAsync(site)).Wrong.ShouldBeNull();

        await SqlAsync(site, "UPDATE \"Addresses\" SET \"Location\" = 'false.example'");
        var (exitCode, output) = await site.RunAsync("verify", "rows");
        exitCode.ShouldBe(1, output);
        addresses.Count(a => output.Contains($"Table Addresses, row {a:D}: ", StringComparison.Ordinal)).ShouldBe(1, output);
        (await site.RunAsync("verify")).ExitCode.ShouldBe(1);
        var monitor = site.Services.GetRequiredService<VerificationMonitor>();
        await monitor.AskAsync(Token);
        monitor.Latest!.IsSound.ShouldBeFalse();
    }

    [OnEachDatabase]
    public async Task Values_exchanged_between_two_rows_are_found_by_verification_and_refused_on_reading(DatabaseKind database)
    {
        await using var site = await FilledAsync(database);
        await site.HireAsync(Role.Member, "Wen One");
        await site.HireAsync(Role.Member, "Xu Two");
        (await VerifyAsync(site)).Wrong.ShouldBeNull();

        await ExchangedAsync<Member>("Members", ["RomanisedName"], m => m.Id, m => m.RomanisedName);
        await ExchangedAsync<Member>("Members", ["Note"], m => m.Id, m => m.Note);
        await ExchangedAsync<Account>("Accounts", ["Name"], a => a.Id, a => a.Name);
        await ExchangedAsync<Account>("Accounts", ["Email", "UserName"], a => a.Id, a => a.Email!);
        await ExchangedAsync<Account>("Accounts", ["NormalizedEmail"], a => a.Id, a => a.Email!, isEncrypted: false);
        await ExchangedAsync<GivenConsent>("Consents", ["Terms_GivenBy"], c => c.Id, c => c.Terms.GivenBy);

        async Task ExchangedAsync<T>(string table, string[] columns, Func<T, Guid> key, Func<T, string> value, bool isEncrypted = true)
            where T : class
        {
            var pair = (await site.InDatabaseAsync(db => db.Set<T>().ToListAsync(Token))).Where(r => value(r).Length > 0).Take(2)
                .Select(r => database == DatabaseKind.Sqlite ? key(r).ToString("D").ToUpperInvariant() : key(r).ToString("D")).ToArray();
            pair.Length.ShouldBe(2);
            await SqlAsync(site, $"CREATE TABLE \"Copied\" AS SELECT * FROM \"{table}\"");
            await PutAsync(pair[0], pair[1]);
            await PutAsync(pair[1], pair[0]);

            (await VerifyAsync(site)).Wrong!.Table.ShouldBe(table, string.Join(", ", columns));
            if (isEncrypted)
            {
                (await Should.ThrowAsync<Exception>(() => site.InDatabaseAsync(db => db.Set<T>().ToListAsync(Token)))).GetBaseException()
                    .ShouldBeOfType<System.Security.Cryptography.CryptographicException>();
            }

            await PutAsync(pair[0], pair[0]);
            await PutAsync(pair[1], pair[1]);
            await SqlAsync(site, "DROP TABLE \"Copied\"");
            (await VerifyAsync(site)).Wrong.ShouldBeNull();

            Task<bool> PutAsync(string into, string from) =>
                SqlAsync(site, $"UPDATE \"{table}\" SET " + string.Join(", ", columns.Select(c =>
                $"\"{c}\" = (SELECT c.\"{c}\" FROM \"Copied\" c WHERE c.\"Id\" = '{from}')")) + $" WHERE \"Id\" = '{into}'");
        }
    }

    [OnEachDatabase]
    public async Task An_older_state_of_a_row_put_back_by_hand_is_found(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var member = await site.AddMemberAsync("Yan Before", "严前");
        await SqlAsync(site, "CREATE TABLE \"Copied\" AS SELECT * FROM \"Members\"");
        var version = await site.InDatabaseAsync(db => db.Set<Member>().Select(m => m.Version).SingleAsync(Token));
        (await site.AskAsync((SaveMember save) => save.RunAsync(Actor.CommandLine,
            new(member, "Yan Before", "严前", "zh-Hans", "", Standing.Member, "hide at once", true, version), Token))).IsDone.ShouldBeTrue();
        (await VerifyAsync(site)).Wrong.ShouldBeNull();

        await SqlAsync(site, "UPDATE \"Members\" SET " + string.Join(", ", new[] { "Note", "HiddenEverywhere", "Version" }.Select(c =>
            $"\"{c}\" = (SELECT c.\"{c}\" FROM \"Copied\" c)")));

        (await VerifyAsync(site)).Wrong.ShouldBe(new("Members", member.ToString("D"), RowFault.Changed));
    }

    [OnEachDatabase]
    public async Task A_change_of_keys_and_a_cut_of_the_log_leave_all_rows_proven(DatabaseKind database)
    {
        await using var site = await FilledAsync(database);
        var before = (await VerifyAsync(site)).Rows;
        site.Clock.Move(TimeSpan.FromDays(3));
        await site.AskAsync((Operations.Audit.Actions.WriteCheckpoint write) => write.RunAsync(Token));
        site.Clock.Move(TimeSpan.FromDays(3));
        var cut = await site.AskAsync((Operations.Audit.Actions.PruneAudit prune) =>
            prune.RunAsync(Actor.CommandLine, DateOnly.FromDateTime(site.Clock.GetUtcNow().UtcDateTime), Token));
        cut.IsDone.ShouldBeTrue();
        (await VerifyAsync(site)).ShouldSatisfyAllConditions(r => r.Wrong.ShouldBeNull(), r => r.Rows.ShouldBe(before));

        site.Services.GetRequiredService<FieldKeyLock>().Release();
        var (exitCode, output) = await site.RunAsync("keys", "rotate");
        exitCode.ShouldBe(0, output);
        (exitCode, output) = await site.RunAsync("verify", "rows");
        exitCode.ShouldBe(0, output);
        output.ShouldContain($"All {before} rows are what the log says");
    }

    private static async Task<CmsSite> FilledAsync(DatabaseKind database)
    {
        var site = await CmsSite.StartAsync(database, new SiteOptions { WithStarter = true });
        var (_, editor) = await site.HireAsync(Role.Editor);
        await site.AddAsync(Actor.CommandLine, Library.Photo(90), "A lantern");
        var article = await site.PublishArticleAsync(Writing.Words("Old address", "Words.", "old-address", "", "one tag"));
        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Article, article, Writing.Words("New address", slug: "new-address"),
            Features.Articles.ArticleFacts.None));
        var held = await site.PublishEventAsync("Tampered");
        var (one, other) = (await MemberAsync("Lu Hid", "walks home alone"), await MemberAsync("Mi Open", "has two dogs"));
        await site.AttendAsync(held, one, Gathering.Public with { GivenBy = "her sister" });
        await site.AttendAsync(held, other, Gathering.Public with { GivenBy = "his brother", Until = new DateOnly(2030, 1, 1) });
        using (var own = await site.SignInAsMemberAsync(one))
        {
            await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form[action*=Withdraw]");
        }

        (await site.AskAsync((SwitchReadingOnly turn) => turn.RunAsync(Actor.CommandLine, on: true, Token))).IsDone.ShouldBeTrue();
        await site.AskAsync(async (CmsDbContext db) =>
        {
            // Rows that a few clicks more would make.
            var (text, facts) = (await db.Set<TextRevision>().FirstAsync(Token), await db.Set<FactsRevision>().FirstAsync(Token));
            db.Add(new ReviewStep(Guid.CreateVersion7(), text, facts, ReviewStepKind.Approved, "Good.", editor,
                site.Clock.GetUtcNow().UtcDateTime));
            db.Add(new Remark(Guid.CreateVersion7(), text, "Words", "Which day?", editor, site.Clock.GetUtcNow().UtcDateTime));
            db.Add(new ConsentQuestion(Guid.CreateVersion7(), one, held, Gathering.Public, editor, site.Clock.GetUtcNow().UtcDateTime));
            db.Add(new Certificate(Guid.CreateVersion7(), one, new string('a', 64), [1, 2, 3], 1, new DateOnly(2026, 5, 1),
                site.Clock.GetUtcNow().UtcDateTime));
            if (!await db.Set<Features.Settings.SiteSettings>().AnyAsync(Token))
            {
                db.Add(new Features.Settings.SiteSettings());
            }

            new AuditLog(db, site.Clock).Record(Actor.CommandLine, AuditVerb.SampleContentAdded, "site", "rows");
            return await db.SaveChangesAsync(Token);
        });
        return site;

        async Task<Guid> MemberAsync(string name, string note) => (await site.AskAsync((SaveMember save) => save.RunAsync(
            Actor.CommandLine, new(null, name, "", "zh-Hans", string.Concat(name.Reverse()), Standing.Member, note, false, 0),
            Token))).Value;
    }

    /// <summary>Changes a value in one row; null if the table lets no row be changed.</summary>
    /// <returns>Puts the value back.</returns>
    private static Task<Func<Task>?> ChangeAsync(CmsSite site, string table, string column, Type type) =>
        site.InDatabaseAsync(async db =>
        {
            await db.Database.OpenConnectionAsync(Token);
            var connection = db.Database.GetDbConnection();
            await FreelyAsync(connection, site.Database);
            var place = site.Database == DatabaseKind.Sqlite ? "rowid" : "ctid";
            var values = new List<(string At, object Value)>();
            await using (var select = connection.CreateCommand())
            {
                select.CommandText = $"SELECT CAST({place} AS text), \"{column}\" FROM \"{table}\"";
                await using var reader = await select.ExecuteReaderAsync(Token);
                while (await reader.ReadAsync(Token))
                {
                    values.Add((reader.GetString(0), reader.GetValue(1)));
                }
            }

            foreach (var (at, value) in values)
            {
                foreach (var other in Others(value, type, site.Database))
                {
                    try
                    {
                        // A changed row may get a new place.
                        var now = await SetAsync(connection, site.Database, table, column, other, Marked(site.Database, at));
                        return (Func<Task>?)(() => site.InDatabaseAsync(async again =>
                        {
                            await again.Database.OpenConnectionAsync(Token);
                            await FreelyAsync(again.Database.GetDbConnection(), site.Database);
                            return await SetAsync(again.Database.GetDbConnection(), site.Database, table, column, value, now);
                        }));
                    }
                    catch (DbException)
                    {
                        // A check of the database refuses this value; others may do.
                    }
                }
            }

            return null;
        });

    private static async Task<string> SetAsync(
        DbConnection connection, DatabaseKind database, string table, string column, object value, string where)
    {
        await using var update = connection.CreateCommand();
        var place = database == DatabaseKind.Sqlite ? "rowid" : "ctid";
        update.CommandText = $"UPDATE \"{table}\" SET \"{column}\" = @value WHERE {where} RETURNING CAST({place} AS text)";
        var parameter = update.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@value", value);
        update.Parameters.Add(parameter);
        return Marked(database, (string)(await update.ExecuteScalarAsync(Token))!);
    }

    private static string Marked(DatabaseKind database, string place) =>
        database == DatabaseKind.Sqlite ? "rowid = " + place : $"ctid = '{place}'";

    // Foreign keys are no hindrance to somebody who owns the database.
    private static Task FreelyAsync(DbConnection connection, DatabaseKind database) =>
        connection.RunAsync(database == DatabaseKind.Sqlite ? "PRAGMA foreign_keys=OFF" : "SET session_replication_role = replica");

    private static IEnumerable<object> Others(object value, Type type, DatabaseKind database)
    {
        var isText = database == DatabaseKind.Sqlite;
        if (type == typeof(Guid))
        {
            yield return isText ? Guid.CreateVersion7().ToString("D").ToUpperInvariant() : Guid.CreateVersion7();
        }
        else if (type == typeof(DateTime))
        {
            yield return isText ? "2001-02-03 04:05:06" : new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        }
        else if (type == typeof(DateOnly))
        {
            yield return isText ? "2001-02-03" : new DateOnly(2001, 2, 3);
        }
        else if (type == typeof(TimeOnly))
        {
            yield return isText ? "04:05:00" : new TimeOnly(4, 5);
        }
        else if (type == typeof(bool))
        {
            yield return isText ? (value is 1L ? 0L : 1L) : value is not true;
        }
        else if (type == typeof(byte[]))
        {
            yield return new byte[] { 7, 7 };
        }
        else if (type == typeof(string))
        {
            yield return value is string { Length: > 0 } text ? text[..^1] + (text[^1] == 'x' ? 'y' : 'x') : "x";
            yield return "Hidden";
        }
        else
        {
            yield return value is DBNull ? 7 : Convert.ToInt64(value, CultureInfo.InvariantCulture) + 1;
        }
    }

    private static bool IsKey(IColumn column) =>
        column.Table.PrimaryKey!.Columns.Contains(column) || column.PropertyMappings.Any(m => m.Property.IsShadowProperty());

    private static Type StoredTypeOf(IColumn column)
    {
        var property = (column.PropertyMappings is [var mapping, ..] ? mapping : null)?.Property;
        var type = property?.GetTypeMapping().Converter?.ProviderClrType ?? property?.ClrType ?? typeof(string);
        return Nullable.GetUnderlyingType(type) ?? type;
    }

    private static Task<RowReport> VerifyAsync(CmsSite site) =>
        site.AskAsync((RowVerification verification) => verification.RunAsync(Token));

    private static Task<ContentReport> ContentAsync(CmsSite site) =>
        site.AskAsync((ContentVerification verification) => verification.RunAsync(progress: null, Token));

    private static Task<bool> SqlAsync(CmsSite site, string sql) => site.InDatabaseAsync(async db =>
    {
        await db.Database.OpenConnectionAsync(Token);
        await db.Database.GetDbConnection().RunAsync(sql);
        return true;
    });
}
