using KaPipeline.Jobs;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Jobs;

public sealed class SchedulesFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ka-schedules-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_schedules_of_the_configuration_are_right() => Assert.Equal(
        ["collect", "load", "reconcile", "daily", "weekly", "close", "budget", "plan", "restate", "watch", "tidy"],
        SchedulesFile.Read(Path.Combine(Repository.Root, "config")).Select(schedule => schedule.Job));

    [Fact]
    public void A_digest_gives_its_time_and_another_job_its_time_or_cron()
    {
        var schedules = Read(
            """
            - { name: close, job: close, at: "08:00", catch_up: latest, catch_up_hours: 480 }
            - name: night
              job: reconcile
              at: 06:30
              date_offset: -1
              each_chain: true
              enabled: false
            - { name: restate, job: restate, cron: "50 9-20 * * 1-5", days: working_day, catch_up: none }
            """);

        Assert.Equal(
            [
                new JobSchedule { Name = "close", Job = "close", Cron = "0 8 * * *", Days = ScheduleDays.Digest, CatchUp = CatchUp.Latest,
                    CatchUpHours = 480, DateOffset = -1 },
                new JobSchedule { Name = "night", Job = "reconcile", Cron = "30 6 * * *", DateOffset = -1, EachChain = true,
                Enabled = false },
                new JobSchedule { Name = "restate", Job = "restate", Cron = "50 9-20 * * 1-5", Days = ScheduleDays.WorkingDay,
                CatchUp = CatchUp.None },
            ], schedules);
    }

    [Theory]
    [InlineData("- { name: a, job: load, cron: \"0 7 * *\" }", ":2: cron \"0 7 * *\": found 4 fields, expected minute, hour")]
    [InlineData("- { name: a, job: load, cron: \"61 7 * * *\" }",
        ":2: cron \"61 7 * * *\": The given cron expression has an invalid format. Minutes: Value must be a number between 0 and 59")]
    [InlineData("- { name: a, job: load, cron: \"0 7 * * x\" }",
        ":2: cron \"0 7 * * x\": The given cron expression has an invalid format. Days of week:")]
    [InlineData("- { name: a, job: load, cron: \"0 8 1-7 * 1\" }",
        ":2: cron \"0 8 1-7 * 1\": found day of month \"1-7\" and day of week \"1\", expected * in one of them.")]
    [InlineData("- { name: a, job: load, cron: \"0 8 */2 * 1\" }", "found day of month \"*/2\" and day of week \"1\"")]
    [InlineData("- { name: a, job: load, cron: \"0 8 31 2 *\" }", "found day of month \"31\" in month \"2\", expected a day that comes.")]
    [InlineData("- { name: a, job: load, cron: \"@daily\" }", "found 1 fields, expected minute")]
    [InlineData("- { name: a, job: load, cron: \"0 7 * * *\", at: \"07:00\" }", ":2: found both at and cron")]
    [InlineData("- { name: a, job: load }", ":2: found neither at nor cron")]
    [InlineData("- { name: a, job: load, at: \"25:00\" }", ":2: found at \"25:00\", expected a time of day such as \"07:30\".")]
    [InlineData("- name: a\n  job: load\n  at: \"07:00\"\n  cacth_up: all", ":5: a schedule knows no \"cacth_up:\"; write catch_up")]
    [InlineData("- { name: a, job: load, at: \"07:00\", catch_up: some }",
        ":2: catch_up: some is not known; write one of: all, latest, none")]
    [InlineData("- { name: a, job: load, at: \"07:00\", catch_up_hours: 0 }", "catch_up_hours: 0 must be a whole number from 1 to 8784")]
    [InlineData("- { name: a, job: load, at: \"07:00\", days: close5 }", "days: close5 is not known; write one of: every_day, working_day")]
    [InlineData("- { name: a, at: \"07:00\" }", ":2: a schedule needs \"job:\"")]
    [InlineData("- { name: a, job: load, at: \"07:00\" }\n- { name: a, job: tidy, at: \"07:00\" }", ":3: found the name a twice")]
    [InlineData("- { name: a, name: b, job: load, at: \"07:00\" }", ":2: the name name occurs twice")]
    [InlineData("- { name: close, job: close, cron: \"0 8 1-7 * *\" }",
        ":2: found cron \"0 8 1-7 * *\" for the digest close, expected at: \"HH:MM\" alone; days: last working day of the month up to the 5th.")]
    [InlineData("- { name: plan, job: plan, at: \"08:00\", date_offset: 0 }", "found date_offset \"0\" for the digest plan")]
    [InlineData("- { name: a, job: plan, at: \"08:00\" }\n- { name: b, job: plan, at: \"09:00\" }",
        ":3: found a second schedule for the digest plan")]
    [InlineData("- [a, b]", ":2: ")]
    [InlineData("- { name: a, job: { b: c }, at: \"07:00\" }", ":2: ")]
    public void What_is_wrong_is_refused_with_file_line_and_words(string entries, string says)
    {
        var message = Assert.Throws<InvalidDataException>(() => Read(entries)).Message;

        Assert.StartsWith("schedules.yaml:", message, StringComparison.Ordinal);
        Assert.True(message.Contains(says, StringComparison.Ordinal), message);
    }

    [Theory]
    [InlineData("plans: []", ":1: the file needs \"schedules:\"")]
    [InlineData("schedules: []\nzone: UTC", ":2: schedules.yaml knows no \"zone:\"; write one of: schedules")]
    [InlineData("schedules:\n  - { name: a", "schedules.yaml:2: ")]
    [InlineData("", ":1: the file is empty; write \"schedules: []\"")]
    public void The_file_holds_schedules_alone(string text, string says)
    {
        File.WriteAllText(Path.Combine(folder, "schedules.yaml"), text);

        Assert.Contains(says, Assert.Throws<InvalidDataException>(() => SchedulesFile.Read(folder)).Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<JobSchedule> Read(string entries)
    {
        File.WriteAllText(Path.Combine(folder, "schedules.yaml"), "schedules:\n" + entries);
        return SchedulesFile.Read(folder);
    }
}
