using System.Diagnostics;
using System.Text;

namespace KaPipeline.Ingestion.Sources;

/// <summary>Runs the <c>sftp</c> program of OpenSSH in batch mode: the host key is pinned, nothing is asked, nothing of the user's own
/// set-up is used.</summary>
internal sealed class SftpClient(string source, SftpOptions options)
{
    private const int MostPrinted = 16 * 1024 * 1024;

    /// <summary>Runs commands, one a line; the first that fails ends the run.</summary>
    /// <param name="ct">Stops the work.</param>
    /// <param name="fetched">File that they write here, with its most bytes: one that grows beyond is given up.</param>
    /// <returns>What sftp printed.</returns>
    /// <exception cref="SourceException">It failed; its own words are in the message.</exception>
    public async Task<string> RunAsync(IEnumerable<string> commands, CancellationToken ct, (string Path, long Most)? fetched = null)
    {
        var folder = Directory.CreateTempSubdirectory("ka-sftp-").FullName;
        try
        {
            var start = await StartInfoAsync(folder, commands, ct);
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
            timeout.CancelAfter(TimeSpan.FromSeconds(options.TimeoutSeconds));
            using var process = Process.Start(start) ?? throw new SourceException("The program sftp did not start.");
            try
            {
                process.StandardInput.Close();
                var output = ReadAsync(process.StandardOutput, timeout.Token);
                var errors = ReadAsync(process.StandardError, timeout.Token);
                var exit = process.WaitForExitAsync(timeout.Token);
                await WatchAsync([output, errors, exit], fetched);
                return process.ExitCode == 0 ? await output : throw Failure(await errors);
            }
            catch (OperationCanceledException)
            {
                ct.ThrowIfCancellationRequested();
                throw new SourceException($"Source {source}: {options.Host} did not finish within {options.TimeoutSeconds} s.");
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new SourceException("The program sftp is missing; install the OpenSSH client.", e) { IsPermanent = true };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The client copies to the file's end, however far away its writer moves it.
    private async Task WatchAsync(List<Task> work, (string Path, long Most)? fetched)
    {
        while (work.Count > 0)
        {
            var ended = await Task.WhenAny([.. work, Task.Delay(TimeSpan.FromMilliseconds(500))]);
            if (work.Remove(ended))
            {
                await ended;
            }
            else if (fetched is { } file && new FileInfo(file.Path) is { Exists: true } written && written.Length > file.Most)
            {
                throw new SourceException(
                    $"Source {source}: a file grew beyond its {file.Most} bytes while it was read; it is left for the next run.");
            }
        }
    }

    private async Task<string> ReadAsync(StreamReader reader, CancellationToken ct)
    {
        var text = new StringBuilder();
        var buffer = new char[8192];
        int read;
        while ((read = await reader.ReadAsync(buffer, ct)) > 0)
        {
            text.Append(buffer, 0, read);
            if (text.Length > MostPrinted)
            {
                throw new SourceException(
                    $"Source {source}: {options.Host} answered with more than {MostPrinted} characters: too many files, or no listing.")
                { IsPermanent = true };
            }
        }

        return text.ToString();
    }

    /// <summary>A path as an argument of a command. In quotes sftp takes wildcards and backslashes by the letter.</summary>
    /// <exception cref="SourceException">It holds a control character, which no command can carry.</exception>
    public static string Quote(string path)
    {
        if (path.Any(char.IsControl))
        {
            throw new SourceException("A file name on the server holds a control character; it is left alone.");
        }

        return $"\"{path.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    private async Task<ProcessStartInfo> StartInfoAsync(string folder, IEnumerable<string> commands, CancellationToken ct)
    {
        if (options.HostKey.Split(' ').Length < 2)
        {
            throw new SourceException(
                $"Source {source}: host_key must hold the server's public key, as in \"ssh-ed25519 AAAA…\" (ssh-keyscan {options.Host} shows it; compare it with what the chain says).")
            { IsPermanent = true };
        }

        var batch = Path.Combine(folder, "batch");
        await File.WriteAllLinesAsync(batch, commands, ct);
        var known = Path.Combine(folder, "known_hosts");
        await File.WriteAllTextAsync(known,
            $"{(options.Port == 22 ? options.Host : $"[{options.Host}]:{options.Port}")} {options.HostKey}\n", ct);
        var start = new ProcessStartInfo("sftp")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var setting in Settings(known))
        {
            start.ArgumentList.Add("-o");
            start.ArgumentList.Add(setting);
        }

        if (options.Password is { } password)
        {
            // ssh asks a helper program; the secret reaches it through its environment, never through arguments or a file of ours.
            var helper = Path.Combine(folder, "answer");
            await File.WriteAllTextAsync(helper, "#!/bin/sh\nprintf '%s\\n' \"$KA_SFTP_ANSWER\"\n", ct);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(helper, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }

            start.Environment["SSH_ASKPASS"] = helper;
            start.Environment["SSH_ASKPASS_REQUIRE"] = "force";
            start.Environment["DISPLAY"] = ":0";
            start.Environment["KA_SFTP_ANSWER"] = Secret.Read(password);
        }

        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC";
        start.ArgumentList.Add("-P");
        start.ArgumentList.Add(options.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        start.ArgumentList.Add("-b");
        start.ArgumentList.Add(batch);
        start.ArgumentList.Add($"{options.User}@{options.Host}");
        return start;
    }

    private IEnumerable<string> Settings(string knownHosts)
    {
        yield return $"UserKnownHostsFile={knownHosts}";
        yield return "GlobalKnownHostsFile=/dev/null";
        yield return "StrictHostKeyChecking=yes";
        yield return "UpdateHostKeys=no";
        yield return "IdentityAgent=none";
        yield return "IdentitiesOnly=yes";
        yield return "ConnectTimeout=20";
        yield return "ServerAliveInterval=15";
        yield return "ServerAliveCountMax=4";
        yield return "NumberOfPasswordPrompts=1";
        if (options.Key is { } key)
        {
            yield return $"IdentityFile={Secret.PathOf(key)}";
            yield return "PreferredAuthentications=publickey";
            yield return "BatchMode=yes";
        }
        else
        {
            // -b switches BatchMode on, which would keep ssh from asking the helper.
            yield return "PreferredAuthentications=password,keyboard-interactive";
            yield return "BatchMode=no";
        }
    }

    private SourceException Failure(string errors)
    {
        var said = string.Join("; ", errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('@')).TakeLast(4));
        var isPermanent = errors.Contains("Host key verification failed", StringComparison.Ordinal)
            || errors.Contains("Permission denied", StringComparison.Ordinal);
        return new SourceException($"Source {source}: sftp {options.User}@{options.Host}:{options.Port}: {said}")
        {
            // Of a file the server says it without the ways to sign in.
            IsPermanent = isPermanent, IsSignInRefused = errors.Contains("Permission denied (", StringComparison.Ordinal),
        };
    }
}
