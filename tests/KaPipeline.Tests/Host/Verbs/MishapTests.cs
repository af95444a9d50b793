using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Host.Verbs;

/// <summary>What goes wrong for people with the database and the port, each told in a sentence with what to do; and what scripts
/// read.</summary>
public sealed class MishapTests : IAsyncLifetime
{
    private readonly string home = Directory.CreateTempSubdirectory("ka-mishap-").FullName;
    private TestWarehouse warehouse = null!;

    public async ValueTask InitializeAsync() => warehouse = await TestWarehouse.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await warehouse.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    [Theory]
    [InlineData("foo", 2, "write an address such as http://127.0.0.1:5080")]
    [InlineData("http://127.0.0.1:99999", 2, "write an address such as")]
    [InlineData("ftp://here:21", 2, "write an address such as")]
    [InlineData("http://203.0.113.9:5080", 1, "name another with --urls")]
    public async Task A_wrong_address_is_told_in_a_sentence(string urls, int code, string says)
    {
        var (exit, _, error) = await KaProcess.RunAsync(warehouse, home, null, "serve", "--no-jobs", "--urls", urls);

        Assert.True(exit == code, error);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_a_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (exit, output, error) = await KaProcess.RunAsync(warehouse, home, null, "serve", "--no-jobs", "--urls", $"http://{other.LocalEndpoint}");

        Assert.True(exit == 1, error);
        Assert.Contains("The port is taken, perhaps by another ka serve", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Hosting failed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_fits_no_profile_is_not_done()
    {
        var stranger = Path.Combine(home, "stranger.xlsx");
        await File.WriteAllTextAsync(stranger, "x", Stopping);

        var (exit, output, error) = await KaProcess.RunAsync(warehouse, home, null, "ingest", stranger, "--json");

        Assert.True(exit == 3, error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(stranger, json.RootElement.GetProperty("unknown")[0].GetString());
    }

    [Fact]
    public async Task A_dry_run_names_what_it_would_load_and_what_it_would_not()
    {
        var known = Path.Combine(home, "万嘉订单_20260611.xlsx");
        var stranger = Path.Combine(home, "午餐.xlsx");
        await File.WriteAllTextAsync(known, "x", Stopping);
        await File.WriteAllTextAsync(stranger, "x", Stopping);

        var (exit, output, error) = await KaProcess.RunAsync(warehouse, home, null, "ingest", known, stranger, "--dry-run", "--json");

        Assert.True(exit == 3, error);
        using var json = JsonDocument.Parse(output);
        var file = Assert.Single(json.RootElement.GetProperty("files").EnumerateArray());
        Assert.Equal(("wanjia", "orders", known), (file.GetProperty("chain_id").GetString(), file.GetProperty("report").GetString(),
            file.GetProperty("path").GetString()));
        Assert.Equal(stranger, Assert.Single(json.RootElement.GetProperty("unknown").EnumerateArray()).GetString());

        (exit, output, _) = await KaProcess.RunAsync(warehouse, home, null, "ingest", known, stranger, "--dry-run");

        Assert.Equal(3, exit);
        Assert.Contains("wanjia/orders", output, StringComparison.Ordinal);
        Assert.Contains("午餐.xlsx", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("th_TH.UTF-8")]
    [InlineData("ar_SA.UTF-8")]
    public async Task The_machines_way_to_count_years_stays_at_the_door(string machine)
    {
        var file = Path.Combine(home, "万嘉订单_20260611.xlsx");
        await File.WriteAllTextAsync(file, "x", Stopping);

        var (exit, output, error) = await KaProcess.RunSpeakingAsync(warehouse, home, machine, "ingest", file, "--dry-run");

        Assert.True(exit == 0, error);
        Assert.Matches(@"arrived 20\d\d-", output);
    }

    [Theory]
    [InlineData("check", "name")]
    [InlineData("doctor", "state")]
    public async Task A_table_is_json_where_a_script_asks(string verb, string property)
    {
        var (_, output, error) = await KaProcess.RunAsync(warehouse, home, null, verb, "--json");

        Assert.Empty(error);
        using var json = JsonDocument.Parse(output);
        Assert.All(json.RootElement.EnumerateArray(), row => Assert.Equal(JsonValueKind.String, row.GetProperty(property).ValueKind));
    }

    [Fact]
    public async Task No_secret_of_an_account_is_printed()
    {
        await KaProcess.RunAsync(warehouse, home, null, "user", "add", "li", "--external", "li@sso", "--role", "finance", "--all");

        var (exit, output, error) = await KaProcess.RunAsync(warehouse, home, null, "user", "list", "--json");

        Assert.True(exit == 0, error);
        Assert.Contains("\"account_name\": \"li\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("password", output, StringComparison.Ordinal);
        Assert.DoesNotContain("stamp", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invitation_goes_by_mail_to_whom_it_names_or_says_what_is_missing()
    {
        var (exit, _, error) = await KaProcess.RunAsync(warehouse, home, null, "user", "invite", "li", "--all", "--mail", "li@example.com");
        Assert.Equal(2, exit);
        Assert.Contains("Mail:ConsoleAddress", error, StringComparison.Ordinal);

        var config = ConfigCopy.Make(home, "Mail", new() { ["ConsoleAddress"] = "https://ka.example.com/" });
        Task<(int Code, string Output, string Error)> InviteAsync(params string[] arguments) =>
            KaProcess.RunAsync(warehouse, home, config, ["user", "invite", .. arguments]);
        Assert.Contains("--mail", (await InviteAsync("li", "--all")).Error, StringComparison.Ordinal);
        Assert.Contains("--person", (await InviteAsync("li", "--mail", "li@example.com")).Error, StringComparison.Ordinal);
        var sent = await InviteAsync("li", "--all", "--role", "finance", "--mail", "li@example.com", "--language", "en");
        Assert.True(sent.Code == 0, sent.Error);
        Assert.Contains("li@example.com", sent.Output, StringComparison.Ordinal);
        var mail = await MimeKit.MimeMessage.LoadAsync(
            Directory.GetFiles(Path.Combine(home, "outbox", "invitation")).Single(), TestContext.Current.CancellationToken);
        Assert.Equal("Your account for KaPipeline", mail.Subject);
        Assert.Contains("https://ka.example.com/invitation/", mail.TextBody, StringComparison.Ordinal);
        // Neither the terminal nor the list shows the link.
        Assert.DoesNotContain("/invitation/", sent.Output + (await KaProcess.RunAsync(warehouse, home, config, "user", "list", "--json")).Output,
            StringComparison.Ordinal);
    }
}
