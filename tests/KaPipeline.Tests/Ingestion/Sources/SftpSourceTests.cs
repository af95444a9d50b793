using KaPipeline.Ingestion.Sources;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion.Sources;

[Trait("Category", "Slow")]
public sealed class SftpSourceTests : IAsyncLifetime
{
    private const string Account = "ka-sftp-test";
    private static readonly DateOnly AnyDay = new(2026, 5, 1);
    private readonly string here = Directory.CreateTempSubdirectory("ka-sftp-test-").FullName;
    private LoopbackSshServer server = null!;

    public async ValueTask InitializeAsync() => server = LoopbackSshServer.Program is null ? null!
        : await LoopbackSshServer.StartAsync(allowsPassword: true);

    [SshFact]
    public async Task Files_are_listed_fetched_and_moved_aside()
    {
        const string Name = "鼎丰 \"订单\" [1]*.csv";
        await File.WriteAllTextAsync(Path.Combine(server.Files, Name), "order");
        await File.WriteAllTextAsync(Path.Combine(server.Files, "other.txt"), "no");
        Directory.CreateDirectory(Path.Combine(server.Files, "folder.csv"));
        var source = Source(options => options.Done = server.Files + "/done");
        var listed = (await source.ListAsync(AnyDay, AnyDay, Stopping)).Files;
        Assert.Equal([Name], listed.Select(file => file.Name));

        var path = await source.FetchAsync(listed[0], here, Stopping);
        Assert.Equal("order", await File.ReadAllTextAsync(path));
        Assert.NotNull(await source.MoveAsync(listed[0], Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("order"u8)),
            _ => Task.CompletedTask, default));
        Assert.True(File.Exists(Path.Combine(server.Files, "done", Name)));
        Assert.Empty((await source.ListAsync(AnyDay, AnyDay, Stopping)).Files);
    }

    [SshFact]
    public async Task A_fetch_that_broke_off_goes_on_where_it_ended()
    {
        await File.WriteAllTextAsync(Path.Combine(server.Files, "a.csv"), "0123456789");
        var source = Source();
        var file = (await source.ListAsync(AnyDay, AnyDay, Stopping)).Files.Single();
        await source.FetchAsync(file, here, Stopping);
        var mark = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(file.Name + file.Mark)))[..16];
        await File.WriteAllTextAsync(Path.Combine(here, $".{mark}.part"), "abcd");

        // Only what was missing came over the line.
        Assert.Equal("abcd456789", await File.ReadAllTextAsync(await source.FetchAsync(file, here, Stopping)));
    }

    [SshFact]
    public async Task Another_host_key_is_refused()
    {
        var source = Source(options =>
            options.HostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJZdqO0jC4T3xTQeXn1tJq5gJ0vWnYt4uUUxwS3w6Q5Z");
        var refused = await Assert.ThrowsAsync<SourceException>(() => source.ListAsync(AnyDay, AnyDay, Stopping));
        Assert.True(refused.IsPermanent);
        Assert.Contains("Host key verification failed", refused.Message, StringComparison.Ordinal);
    }

    [SshFact]
    public async Task A_key_that_the_server_does_not_know_is_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(server.Folder, "authorized_keys"), "");
        var refused = await Assert.ThrowsAsync<SourceException>(() => Source().ListAsync(AnyDay, AnyDay, Stopping));
        Assert.True(refused.IsPermanent);
        Assert.Contains("Permission denied", refused.Message, StringComparison.Ordinal);
    }

    [SshFact(NeedsAccount = true)]
    public async Task A_password_from_a_secret_file_signs_in_and_a_wrong_one_is_refused()
    {
        var secret = Path.Combine(here, "password");
        await File.WriteAllTextAsync(secret, "s3cret 'of\" the chain$\n");
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await WithAccountAsync(async () =>
        {
            await File.WriteAllTextAsync(Path.Combine(server.Files, "a.csv"), "order");
            SftpSource ByPassword(string place) =>
                Source(options => (options.User, options.Key, options.Password) = (Account, null, place));
            var source = ByPassword("file:" + secret);
            var file = Assert.Single((await source.ListAsync(AnyDay, AnyDay, Stopping)).Files);
            Assert.Equal("order", await File.ReadAllTextAsync(await source.FetchAsync(file, here, Stopping)));

            Environment.SetEnvironmentVariable("KA_TEST_WRONG_PASSWORD", "another");
            var refused = await Assert.ThrowsAsync<SourceException>(() => ByPassword("env:KA_TEST_WRONG_PASSWORD")
                .ListAsync(AnyDay, AnyDay, Stopping));
            Assert.True(refused.IsPermanent);
            Assert.Contains("Permission denied", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("another", refused.Message, StringComparison.Ordinal);
        });
    }

    // sshd asks the system whether a password is right, so that an account has to be there for a moment; it has no shell.
    private async Task WithAccountAsync(Func<Task> work)
    {
        const string Password = "s3cret 'of\" the chain$";
        using var remove = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("userdel", [Account])
        {
            RedirectStandardError = true
        })!;
        await remove.EndAsync();
        await LoopbackSshServer.RunAsync("useradd", "-M", "-d", server.Files, "-s", "/usr/sbin/nologin", Account);
        try
        {
            using var set =
                System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("chpasswd") { RedirectStandardInput = true })!;
            await set.StandardInput.WriteAsync($"{Account}:{Password}\n");
            set.StandardInput.Close();
            await set.EndAsync();
            File.SetUnixFileMode(server.Folder, (UnixFileMode)0b111_101_101);
            await work();
        }
        finally
        {
            await LoopbackSshServer.RunAsync("userdel", Account);
        }
    }

    public ValueTask DisposeAsync()
    {
        server?.Dispose();
        Directory.Delete(here, recursive: true);
        return ValueTask.CompletedTask;
    }

    private SftpSource Source(Action<SftpOptions>? change = null)
    {
        var options = new SftpOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
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
