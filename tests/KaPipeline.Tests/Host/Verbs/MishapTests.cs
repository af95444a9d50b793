using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

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

    [Theory]
    [InlineData("postgresql://ka_app:p%40ss@db.example:5433/ka?sslmode=verify-full&application_name=x")]
    [InlineData("Host=db.example;Port=5433;Username=ka_app;Password=p@ss;Database=ka;SSL Mode=VerifyFull;Application Name=x")]
    public void A_server_is_named_as_a_uri_or_as_pairs(string given)
    {
        var read = new NpgsqlConnectionStringBuilder(ConnectionText.Read(given, "KA_DATABASE"));

        Assert.Equal(("db.example", 5433, "ka_app", "p@ss", "ka", SslMode.VerifyFull, "x"),
            (read.Host, read.Port, read.Username, read.Password, read.Database, read.SslMode, read.ApplicationName));
    }

    [Theory]
    [InlineData("postgresql://ka_app:p%40ss@a:5433,b/ka?sslmode=require")]
    [InlineData("postgresql://ka_app:p%40ss@a:5433,b:5432/ka?sslmode=require&target_session_attrs=primary")]
    [InlineData("Host=a:5433,b;Username=ka_app;Password=p@ss;Database=ka;SSL Mode=Require")]
    public void Several_servers_are_a_primary_and_its_standbys(string given)
    {
        var read = new NpgsqlConnectionStringBuilder(ConnectionText.Read(given, "KA_DATABASE"));

        Assert.Equal(("a:5433, b:5432", "ka_app", "p@ss", "ka", SslMode.Require, "primary", 2),
            (ConnectionText.Hosts(read), read.Username, read.Password, read.Database, read.SslMode, read.TargetSessionAttributes,
                read.HostRecheckSeconds));
    }

    [Theory]
    [InlineData("postgresql://ka_app@a,b/ka?target_session_attrs=read-write", "read-write")]
    [InlineData("Host=a,b;Target Session Attributes=prefer-standby", "prefer-standby")]
    [InlineData("Host=a;Target Session Attributes=primary", null)]
    [InlineData("postgresql://a/ka?target_session_attrs=primary", null)]
    public void Which_of_several_servers_is_used_is_as_was_written_and_one_leaves_no_choice(string given, string? wanted) =>
        Assert.Equal(wanted, new NpgsqlConnectionStringBuilder(ConnectionText.Read(given, "KA_DATABASE")).TargetSessionAttributes);

    [Fact]
    public void A_server_whose_machine_is_gone_is_given_up_in_mid_question()
    {
        Assert.Equal(30, new NpgsqlConnectionStringBuilder(ConnectionText.Read("Host=a", "KA_DATABASE")).TcpKeepAliveTime);
        Assert.Equal(5, new NpgsqlConnectionStringBuilder(ConnectionText.Read("Host=a;Tcp Keepalive Time=5", "KA_DATABASE")).TcpKeepAliveTime);
        Assert.Equal(0, new NpgsqlConnectionStringBuilder(ConnectionText.Read("Host=/run/postgresql", "KA_DATABASE")).TcpKeepAliveTime);
    }

    [Theory]
    [InlineData("nonsense secret")]
    [InlineData("postgresql://a:secret@[/ka")]
    [InlineData("postgresql://a:secret@h/ka?unknown=1")]
    [InlineData("Host=;Username=a;Password=secret")]
    [InlineData("postgresql:///ka?password=secret")]
    public void What_is_no_connection_string_is_said_without_its_password(string given)
    {
        var refused = Assert.Throws<WarehouseUnavailableException>(() => ConnectionText.Read(given, "KA_DATABASE"));

        Assert.Contains("postgresql://ka_app:PASSWORD@HOST:5432/ka", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }
}
