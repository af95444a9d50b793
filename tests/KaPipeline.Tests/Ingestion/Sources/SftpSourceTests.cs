using KaPipeline.Ingestion.Sources;

namespace KaPipeline.Tests.Ingestion.Sources;

[Trait("Category", "Slow")]
public sealed class SftpSourceTests : IAsyncLifetime
{
    private static readonly DateOnly AnyDay = new(2026, 5, 1);
    private readonly string here = Directory.CreateTempSubdirectory("ka-sftp-test-").FullName;
    private LoopbackSshServer? server;

    public async Task InitializeAsync() => server = await LoopbackSshServer.StartAsync();

    [Fact]
    public async Task Files_are_listed_fetched_and_moved_aside()
    {
        if (server is null)
        {
            return;
        }

        const string Name = "鼎丰 \"订单\" [1]*.csv";
        await File.WriteAllTextAsync(Path.Combine(server.Files, Name), "order");
        await File.WriteAllTextAsync(Path.Combine(server.Files, "other.txt"), "no");
        Directory.CreateDirectory(Path.Combine(server.Files, "folder.csv"));
        var source = Source(options => options.Done = server.Files + "/done");
        var listed = await source.ListAsync(AnyDay, AnyDay, default);
        Assert.Equal([Name], listed.Select(file => file.Name));

        var path = await source.FetchAsync(listed[0], here, default);
        Assert.Equal("order", await File.ReadAllTextAsync(path));
        await source.DoneAsync(listed[0], default);
        Assert.True(File.Exists(Path.Combine(server.Files, "done", Name)));
        Assert.Empty(await source.ListAsync(AnyDay, AnyDay, default));
    }

    [Fact]
    public async Task A_fetch_that_broke_off_goes_on_where_it_ended()
    {
        if (server is null)
        {
            return;
        }

        await File.WriteAllTextAsync(Path.Combine(server.Files, "a.csv"), "0123456789");
        var source = Source();
        var file = (await source.ListAsync(AnyDay, AnyDay, default)).Single();
        await source.FetchAsync(file, here, default);
        var mark = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(file.Name + file.Mark)))[..16];
        await File.WriteAllTextAsync(Path.Combine(here, $".{mark}.part"), "abcd");

        // Only what was missing came over the line.
        Assert.Equal("abcd456789", await File.ReadAllTextAsync(await source.FetchAsync(file, here, default)));
    }

    [Fact]
    public async Task Another_host_key_is_refused()
    {
        if (server is null)
        {
            return;
        }

        var source = Source(options => options.HostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJZdqO0jC4T3xTQeXn1tJq5gJ0vWnYt4uUUxwS3w6Q5Z");
        var refused = await Assert.ThrowsAsync<SourceException>(() => source.ListAsync(AnyDay, AnyDay, default));
        Assert.True(refused.IsPermanent);
        Assert.Contains("Host key verification failed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_the_server_does_not_know_is_refused()
    {
        if (server is null)
        {
            return;
        }

        await File.WriteAllTextAsync(Path.Combine(server.Folder, "authorized_keys"), "");
        var refused = await Assert.ThrowsAsync<SourceException>(() => Source().ListAsync(AnyDay, AnyDay, default));
        Assert.True(refused.IsPermanent);
        Assert.Contains("Permission denied", refused.Message, StringComparison.Ordinal);
    }

    public Task DisposeAsync()
    {
        server?.Dispose();
        Directory.Delete(here, recursive: true);
        return Task.CompletedTask;
    }

    private SftpSource Source(Action<SftpOptions>? change = null)
    {
        var options = new SftpOptions
        {
            Host = "127.0.0.1",
            Port = server!.Port,
            User = Environment.UserName,
            HostKey = server.HostKey,
            Key = "file:" + server.KeyFile,
            Folder = server.Files,
            Pattern = "*.csv",
            QuietSeconds = 0,
        };
        change?.Invoke(options);
        return new SftpSource("sftp", options, TimeProvider.System);
    }
}
