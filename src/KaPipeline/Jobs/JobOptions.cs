using System.ComponentModel.DataAnnotations;
using KaPipeline.Configuration;

namespace KaPipeline.Jobs;

/// <summary>Section <c>Jobs</c> of <c>config/appsettings.json</c>.</summary>
public sealed class JobOptions
{
    /// <summary>How many scheduled runs one node does at once.</summary>
    [Range(1, 64)]
    public int Workers { get; set; } = 4;

    /// <summary>How many reruns one node does beside them; they have workers of their own, so that a backfill never delays the
    /// morning.</summary>
    [Range(1, 64)]
    public int BackfillWorkers { get; set; } = 2;

    /// <summary>Seconds between two looks for work that is due, or whose process was killed.</summary>
    [Range(1, 300)]
    public int SweepSeconds { get; set; } = 15;

    /// <summary>Seconds between two heartbeats of a run; a lost lock and a cancel are noticed after at most this.</summary>
    [Range(1, 60)]
    public int HeartbeatSeconds { get; set; } = 3;

    /// <summary>Seconds without a heartbeat after which a run is another node's, even where the database still thinks its session
    /// alive.</summary>
    [Range(10, 3600)]
    public int LeaseSeconds { get; set; } = 120;

    /// <summary>Attempts that may fail before the run has failed.</summary>
    [Range(1, 20)]
    public int Attempts { get; set; } = 4;

    /// <summary>Attempts that may be killed before the run has failed.</summary>
    [Range(1, 50)]
    public int Takeovers { get; set; } = 5;

    /// <summary>Seconds until the second attempt; doubled for each further one, plus or minus a fifth.</summary>
    [Range(1, 3600)]
    public int BackoffSeconds { get; set; } = 30;

    /// <summary>Seconds after its moment up to which an occurrence counts as on time.</summary>
    [Range(10, 3600)]
    public int GraceSeconds { get; set; } = 120;

    /// <summary>Minutes by which a node's clock may differ from the database's; one that is further off plans and sends nothing.</summary>
    [Range(1, int.MaxValue)]
    public int ClockMinutes { get; set; } = 2;

    /// <summary>How far that is.</summary>
    public TimeSpan ClockTolerance => TimeSpan.FromMinutes(ClockMinutes);

    /// <summary>Months for which ended runs are kept.</summary>
    [Range(13, 120)]
    public int KeepMonths { get; set; } = 13;

    /// <summary>Days for which photographs of the work list are kept.</summary>
    [Range(30, 3660)]
    public int KeepPhotographDays { get; set; } = 365;

    /// <summary>Days for which it is kept who looked at photographs and penalties.</summary>
    [Range(180, 3660)]
    public int KeepAccessDays { get; set; } = 730;

    /// <summary>Reads it; a variable such as <c>KA_Jobs__ClockMinutes</c> wins over the file.</summary>
    /// <exception cref="InvalidDataException">A setting is unknown, of the wrong kind or out of its range; the message names
    /// it.</exception>
    public static JobOptions Load(KaHome home) => SettingsFile.Open(Path.Combine(home.Config, "appsettings.json")).Read<JobOptions>("Jobs");

    /// <summary>How long to wait before attempt <paramref name="failures"/> + 1.</summary>
    public TimeSpan Backoff(int failures) =>
        TimeSpan.FromSeconds(BackoffSeconds * Math.Pow(2, Math.Min(failures, 8) - 1) * (0.8 + 0.4 * Random.Shared.NextDouble()));
}
