using System.CommandLine;
using KaPipeline.Backup;
using KaPipeline.Host.Warehouse;
using KaPipeline.Labels;
using KaPipeline.Warehouse;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka backup</c> and <c>ka restore</c>: database, archive of raw files and configuration, verified by their hashes.</summary>
internal static class BackupVerb
{
    public static Command Create()
    {
        var target = new Argument<string>("folder") { Description = "Folder of the backups; each gets a folder of its own, named by its time" };
        var keep = new Option<int?>("--keep") { Description = "Afterwards remove all but this many of the newest backups", HelpName = "COUNT" };
        var json = SharedOptions.Json();
        var command = new Command("backup", "Back up database, archive of raw files and configuration.") { target, keep, json };
        command.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetValue(keep) is < 1)
            {
                throw new UsageException(Bilingual.Of("--keep 至少为 1。", "--keep must be 1 or more."));
            }

            var home = KaHome.FromEnvironment();
            await using var warehouse = await WarehouseConnection.OpenAsync(home, Console.Error.WriteLine, ct);
            var into = parsed.GetValue(target)!;
            var made = await new BackupMaker(home, warehouse.OwnerConnectionString, TimeProvider.System).MakeAsync(into, Tell, ct);
            // What is old goes once the new one is proved.
            var files = await made.VerifyAsync(ct);
            var removed = parsed.GetValue(keep) is { } count ? BackupMaker.Thin(Path.GetFullPath(into), count) : [];
            await BackupRecord.NoteAsync(
                warehouse.DataSource, made, parsed.GetValue(keep), CommandUser.Name, TimeProvider.System.GetUtcNow(), ct);
            if (parsed.GetValue(json))
            {
                JsonText.Print(new
                {
                    made.Path, files = files.Select(file => new { file.Name, file.Bytes }), removed = removed.Select(old => old.Path),
                });
                return ExitCodes.Done;
            }

            Print(files);
            foreach (var old in removed)
            {
                Console.WriteLine(Bilingual.Both(Bilingual.Of($"已删除旧备份 {old.Path}", $"removed the old backup {old.Path}")));
            }

            Console.WriteLine(made.Path);
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command Restore()
    {
        var from = new Argument<string>("backup") { Description = "Folder that ka backup made" };
        var (dryRun, json) = (SharedOptions.DryRun(), SharedOptions.Json());
        var command = new Command("restore", "Restore a backup into an empty database and an empty data folder.") { from, dryRun, json };
        command.SetAction(async (parsed, ct) =>
        {
            var backup = new BackupFolder(Path.GetFullPath(parsed.GetValue(from)!));
            var files = await backup.VerifyAsync(ct);
            var isJson = parsed.GetValue(json);
            if (parsed.GetValue(dryRun))
            {
                return Report(backup, files, [], [], isRestored: false, isJson);
            }

            var home = KaHome.FromEnvironment();
            await using var warehouse = await WarehouseConnection.OpenAsync(home, Console.Error.WriteLine, ct);
            var differing = await new BackupRestore(home, warehouse.OwnerConnectionString).RestoreAsync(backup, Tell, ct);
            Tell(Bilingual.Of("升级到本版本", "bringing it to this version"));
            await ReadyWarehouse.MigrateAsync(warehouse.OwnerConnectionString, ct);
            await ReadyWarehouse.MirrorAsync(home, warehouse.DataSource, ct);
            Tell(Bilingual.Of("核对", "checking"));
            var today = ReportClock.EndOf(BusinessTime.Today(TimeProvider.System));
            var broken = (await WarehouseChecks.RunAsync(warehouse.DataSource, today, ct))
                .Where(check => check.Stops && check.BadRowCount > 0).Select(check => check.Name).ToList();
            return Report(backup, files, differing, broken, isRestored: true, isJson);
        });
        return command;
    }

    private static int Report(
        BackupFolder backup, IReadOnlyList<(string Name, long Bytes)> files, IReadOnlyList<string> differing, List<string> broken,
        bool isRestored, bool isJson)
    {
        var code = broken.Count > 0 ? ExitCodes.DoneWithFindings : ExitCodes.Done;
        if (isJson)
        {
            JsonText.Print(new
            {
                backup.Path, files = files.Select(file => new { file.Name, file.Bytes }), isRestored, differingConfig = differing,
                brokenChecks = broken,
            });
            return code;
        }

        Print(files);
        foreach (var check in broken)
        {
            Console.WriteLine(Bilingual.Both(Bilingual.Of($"核对未通过：{check}，请运行 ka check", $"a check fails: {check}; run ka check")));
        }

        if (differing.Count > 0)
        {
            Console.WriteLine(Bilingual.Both(Bilingual.Of(
                $"备份中的配置与现用配置不同（现用配置未改动），备份中的在 KA_HOME/restored-config：{string.Join("、", differing)}",
                $"the configuration in the backup differs from the one in use, which stays as it is; it lies in KA_HOME/restored-config: {string.Join(", ", differing)}")));
        }

        Console.WriteLine(Bilingual.Both(isRestored
            ? Bilingual.Of("已恢复；邮件暂停发送，请先看 ka delivery list，再 ka delivery resume",
                "restored; sending is held: look at ka delivery list, then ka delivery resume")
            : Bilingual.Of("备份完好；去掉 --dry-run 即恢复", "the backup is intact; without --dry-run it would be restored")));
        return code;
    }

    private static void Print(IReadOnlyList<(string Name, long Bytes)> files)
    {
        foreach (var (name, bytes) in files)
        {
            Console.WriteLine($"{bytes,16:N0} bytes  {name}");
        }
    }

    // On standard error, so that what is printed at the end can be read by a program.
    private static void Tell(string step) => Console.Error.WriteLine($"… {Bilingual.Both(step)}");
}
