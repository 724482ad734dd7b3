using System.Net;
using System.Net.Sockets;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Web;

/// <summary>What an operator writes into settings, how the program takes it, and what it says of itself.</summary>
public sealed class StartingTheProgramTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cms-start-").FullName;

    [Theory]
    [InlineData("http://127.0.0.1:5117 ", "http://127.0.0.1:5117")]
    [InlineData("\thttps://coalition.example\n", "https://coalition.example")]
    public void Blanks_around_the_base_address_are_not_part_of_it(string written, string taken) =>
        Read(("Cms:BaseUrl", written)).BaseUrl.ShouldBe(taken);

    [Theory]
    [InlineData("China Standard Time", "Asia/Shanghai")]
    [InlineData("Eastern Standard Time", "America/New_York")]
    [InlineData(" Asia/Seoul ", "Asia/Seoul")]
    [InlineData("UTC", "UTC")]
    public void A_time_zone_of_Windows_becomes_the_IANA_one(string written, string taken)
    {
        var options = Read(("Cms:TimeZone", written));

        options.TimeZone.ShouldBe(taken);
        CivilZone.IsKnown(options.TimeZone).ShouldBeTrue();
    }

    [Theory]
    [InlineData("https://mirror.example")]
    [InlineData("mirror.example/news")]
    [InlineData("")]
    public void A_host_that_is_no_host_name_is_refused(string host) =>
        Should.Throw<SetupException>(() => Read(("Cms:Hosts:0", host))).Message.ShouldContain("Cms__Hosts");

    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://localhost:5001", "http://localhost:5001")]
    [InlineData("ASPNETCORE_URLS", "http://+:8080;https://+:8443", "http://localhost:8080")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "8081", "http://localhost:8081")]
    [InlineData("Kestrel:Endpoints:Site:Url", "http://[::1]:8082", "http://localhost:8082")]
    [InlineData("ASPNETCORE_URLS", "http://unix:/run/cms.sock", "http://localhost:5000")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:0", "http://localhost:5000")]
    public void A_base_address_that_nobody_set_follows_the_port(string name, string value, string expected) =>
        Read((name, value)).BaseUrl.ShouldBe(expected);

    [Fact]
    public async Task A_host_with_a_port_is_answered()
    {
        await using var site = await CmsSite.StartAsync(
            DatabaseKind.Sqlite,
            new SiteOptions { Settings = new Dictionary<string, string?> { ["Cms:Hosts:0"] = "mirror.example:8443" } });
        using var visitor = site.Visit();

        (await visitor.SendAsync(HttpMethod.Get, "/articles", ("Host", "mirror.example:8443"))).ShouldHave(HttpStatusCode.OK);
        (await visitor.SendAsync(HttpMethod.Get, "/articles", ("Host", "other.example:8443"))).ShouldHave(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_set_up_link_is_printed_only_where_the_program_listens_and_has_its_port()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = await ProgramRun.RunAsync(folder, ["serve"], null, ("ASPNETCORE_URLS", $"http://127.0.0.1:{PortOf(other)}"));
        taken.Output.ShouldContain("is taken by another program");
        taken.Output.ShouldNotContain("/account/join");
        var free = PortOf(other);
        other.Stop();

        var (run, url) = await ProgramRun.ServeAsync(folder, ("ASPNETCORE_URLS", $"http://127.0.0.1:{free}"));
        await using (run)
        {
            url.Port.ShouldBe(free);
            run.Output.ShouldContain($"http://localhost:{free}/account/join?code=");
        }
    }

    [Fact]
    public async Task The_health_check_asks_where_the_program_listens()
    {
        var socket = Path.Combine(folder, "site.sock");
        using var probe = new TcpListener(IPAddress.IPv6Loopback, 0);
        probe.Start();
        var port = PortOf(probe);
        probe.Stop();
        var (run, _) = await ProgramRun.ServeAsync(
            folder, ("ASPNETCORE_URLS", $"http://127.0.0.1:0;http://[::1]:{port};http://unix:{socket}"));
        await using (run)
        {
            foreach (var address in new[] { $"http://[::1]:{port}", $"http://unix:{socket}" })
            {
                var answer = await ProgramRun.RunAsync(folder, ["healthcheck"], null, ("ASPNETCORE_URLS", address));
                answer.ExitCode.ShouldBe(0, answer.Output);
                answer.Output.ShouldContain("ready");
            }
        }

        var away = await ProgramRun.RunAsync(folder, ["healthcheck"], null, ("ASPNETCORE_URLS", $"http://[::1]:{port}"));
        away.ExitCode.ShouldBe(1, away.Output);
        away.Output.ShouldContain($"error: The site at http://[::1]:{port} does not answer.");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static CmsOptions Read(params (string Name, string Value)[] settings) =>
        CommandLine.SetupOf(new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)))
            .Build()).Options;
}
