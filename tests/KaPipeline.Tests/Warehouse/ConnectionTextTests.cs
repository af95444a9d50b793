using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Warehouse;

/// <summary>How a server is named, and what is said of a text that names none.</summary>
public sealed class ConnectionTextTests
{
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
