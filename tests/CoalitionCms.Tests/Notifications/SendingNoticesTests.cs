using System.Globalization;
using System.Text;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Operations.Notifications;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Notifications;

/// <summary>Notices by a real SMTP conversation. Nothing depends on them; they go over TLS or not at all.</summary>
public sealed class SendingNoticesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [OnEachDatabase]
    public async Task A_sign_in_and_a_new_password_are_told_in_the_persons_language_and_name_nobody(DatabaseKind database)
    {
        await using var server = new MailServer();
        await using var site = await StartAsync(database, server, server.Sha256);
        var (email, id) = await site.HireAsync(Role.Admin, "Mira Noticed");
        using var browser = site.Visit();

        await browser.SignInAsync(email);

        using var signedIn = await NextAsync(server);
        signedIn.To.ToString().ShouldBe(email);
        signedIn.From.ToString().ShouldBe("site@coalition.example");
        signedIn.Subject.ShouldBe("Sign-in at localhost");
        signedIn.TextBody!.ShouldContain("Somebody signed in to your account at localhost");
        signedIn.TextBody!.ShouldContain("http://localhost:5000/account/sessions");
        (signedIn.Subject + signedIn.TextBody).ShouldNotContain("Mira");
        server.Heard.First(l => !l.StartsWith("EHLO", StringComparison.Ordinal)).ShouldBe("STARTTLS");

        await site.InDatabaseAsync(db =>
            db.Set<Account>().Where(a => a.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Language, "zh-Hant"), TestContext.Current.CancellationToken));
        using var again = site.Visit();
        await again.SignInAsync(email);
        using var chinese = await NextAsync(server);
        chinese.Subject.ShouldBe("登入localhost");

        // The server has the mail a moment before the sender knows that.
        await UntilAsync(() => WaitingAsync(site).GetAwaiter().GetResult() == 0);
        (await browser.GetAsync(SiteUrls.Health)).One("#mail").TextContent.ShouldContain("2026");
        site.Log.ToString().ShouldNotContain(email);
    }

    [OnEachDatabase]
    public async Task A_server_without_TLS_or_with_another_certificate_gets_nothing_and_health_says_so(DatabaseKind database)
    {
        foreach (var knowsTls in (bool[])[false, true])
        {
            await using var server = new MailServer(knowsTls);
            await using var site = await StartAsync(database, server, new string('0', 64));
            var (email, _) = await site.HireAsync(Role.Admin);
            using var browser = site.Visit();

            await browser.SignInAsync(email);

            var sender = site.Services.GetRequiredService<NotificationSender>();
            await UntilAsync(() => sender.State.FailedAt is not null);
            server.Heard.ShouldNotContain(l =>
                l.StartsWith("MAIL", StringComparison.OrdinalIgnoreCase) || l.Contains(email, StringComparison.Ordinal));
            (await browser.GetAsync(SiteUrls.Health)).One("#mail").TextContent.ShouldContain("Could not be sent at");
            site.Log.ToString().ShouldContain("could not be sent");
            site.Log.ToString().ShouldNotContain(email);
        }
    }

    [OnEachDatabase]
    public async Task What_was_committed_before_the_program_was_killed_is_told_once_after_the_next_start(DatabaseKind database)
    {
        await using var server = new MailServer();
        var sends = false;
        await using var site = await CmsSite.StartAsync(database, new SiteOptions
        {
            Settings = SettingsOf(server, server.Sha256),

            // Killed after the commit, before anything was sent: its sender never ran.
            Adjust = builder =>
            {
                if (!sends)
                {
                    foreach (var sender in builder.Services.Where(s => s.ServiceType == typeof(Microsoft.Extensions.Hosting.IHostedService)
                        && s.ImplementationFactory?.Method.ReturnType == typeof(NotificationSender)).ToList())
                    {
                        builder.Services.Remove(sender);
                    }
                }
            },
        });
        var (email, _) = await site.HireAsync(Role.Admin);
        using var browser = site.Visit();
        await browser.SignInAsync(email);
        server.Clients.ShouldBe(0);
        (await WaitingAsync(site)).ShouldBe(1);

        sends = true;
        await site.RestartAsync(TimeSpan.FromMinutes(5));
        using var told = await NextAsync(server);
        told.Subject.ShouldBe("Sign-in at localhost");
        await UntilAsync(() => WaitingAsync(site).GetAwaiter().GetResult() == 0);

        await site.RestartAsync(TimeSpan.FromMinutes(5));
        site.Services.GetRequiredService<NotificationSender>().State.SentAt.ShouldBeNull();
        server.Mails.Count.ShouldBe(0, "Sent once.");
    }

    [OnEachDatabase]
    public async Task What_cannot_be_sent_waits_and_health_counts_it(DatabaseKind database)
    {
        await using var server = new MailServer();
        await using var site = await StartAsync(database, server, new string('0', 64));
        var (email, _) = await site.HireAsync(Role.Admin);
        using var browser = site.Visit();
        await browser.SignInAsync(email);

        var sender = site.Services.GetRequiredService<NotificationSender>();
        await UntilAsync(() => sender.State.FailedAt is not null);

        (await WaitingAsync(site)).ShouldBe(1);
        (await browser.GetAsync(SiteUrls.Health)).One("#mail").TextContent.ShouldContain("Waiting to be tried again: 1");

        await site.RestartAsync(TimeSpan.FromMinutes(2));
        await UntilAsync(() => site.Services.GetRequiredService<NotificationSender>().State.FailedAt is not null);
        (await WaitingAsync(site)).ShouldBe(1);

        // Days by which the clock jumped are no days that it waited.
        site.Clock.Jump(TimeSpan.FromDays(40));
        using var other = site.Visit();
        await other.SignInAsync(email);
        sender = site.Services.GetRequiredService<NotificationSender>();
        await UntilAsync(() => sender.State.FailedAt > site.Clock.GetUtcNow().UtcDateTime.AddDays(-1));
        (await WaitingAsync(site)).ShouldBe(2);
    }

    [OnEachDatabase]
    public async Task A_notice_that_another_process_sends_is_not_sent_here_too(DatabaseKind database)
    {
        await using var server = new MailServer();
        var hook = new DatabaseHook();
        await using var site = await CmsSite.StartAsync(
            database, new SiteOptions { Settings = SettingsOf(server, server.Sha256), Adjust = hook.AddTo });
        var taken = new TaskCompletionSource();
        hook.BeforeWriting = async (command, cancellationToken) =>
        {
            if (command.CommandText.Contains("UPDATE \"QueuedNotifications\"", StringComparison.Ordinal))
            {
                hook.BeforeWriting = null;
                await site.InDatabaseAsync(db => db.Set<QueuedNotification>().ExecuteUpdateAsync(set => set
                    .SetProperty(n => n.Tries, 1).SetProperty(n => n.DueAt, n => n.DueAt.AddMinutes(1)), cancellationToken));
                taken.SetResult();
            }
        };
        using var browser = site.Visit();
        await browser.SignInAsync((await site.HireAsync(Role.Admin)).Email);
        await taken.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        var (second, _) = await site.HireAsync(Role.Admin);
        using var other = site.Visit();
        await other.SignInAsync(second);
        using var told = await NextAsync(server);
        told.To.ToString().ShouldBe(second);
        (await WaitingAsync(site)).ShouldBeGreaterThanOrEqualTo(1);
    }

    private static Task<int> WaitingAsync(CmsSite site) =>
        site.InDatabaseAsync(db => db.Set<QueuedNotification>().CountAsync(TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("Port", "0", "Cms__Smtp__Port is 0.")]
    [InlineData("From", "nobody", "Cms__Smtp__From is 'nobody'.")]
    [InlineData("User", "li", "Cms__Smtp__Password is not")]
    [InlineData("CertificateSha256", "abc", "is no SHA-256")]
    public void Wrong_settings_are_named(string name, string value, string sentence)
    {
        var options = new CmsOptions { Smtp = new() { Host = "mail.example.org", From = "site@example.org" } };
        var property = typeof(SmtpOptions).GetProperty(name)!;
        property.SetValue(options.Smtp, Convert.ChangeType(value, property.PropertyType, CultureInfo.InvariantCulture));

        options.Problems(null).ShouldHaveSingleItem().ShouldContain(sentence);
    }

    private static Task<CmsSite> StartAsync(DatabaseKind database, MailServer server, string certificate) =>
        CmsSite.StartAsync(database, new SiteOptions { Settings = SettingsOf(server, certificate) });

    private static Dictionary<string, string?> SettingsOf(MailServer server, string certificate) => new()
    {
        ["Cms:Smtp:Host"] = "127.0.0.1",
        ["Cms:Smtp:Port"] = server.Port.ToString(CultureInfo.InvariantCulture),
        ["Cms:Smtp:From"] = "site@coalition.example",
        ["Cms:Smtp:CertificateSha256"] = certificate,
    };

    private static async Task<MimeMessage> NextAsync(MailServer server)
    {
        await UntilAsync(() => server.Mails.Count > 0);
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(server.Mails.Take(TestContext.Current.CancellationToken)));
        return await MimeMessage.LoadAsync(text, TestContext.Current.CancellationToken);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (!holds())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
