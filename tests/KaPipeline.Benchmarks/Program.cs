using KaPipeline.Benchmarks;
using KaPipeline.Benchmarks.Load;
using KaPipeline.Benchmarks.Morning;
using KaPipeline.Benchmarks.Pages;
using KaPipeline.Benchmarks.Reconcile;
using KaPipeline.Benchmarks.Workbooks;

KaPipeline.MachineCulture.Leave();
switch (args.FirstOrDefault())
{
    case "console":
        return await ConsoleBenchmark.RunAsync(args[1..]);
    case "load":
        return await LoadBenchmark.RunAsync(args[1..]);
    case "reconcile":
        return await ReconcileBenchmark.RunAsync(args[1..]);
    case "workbook":
        return await WorkbookBenchmark.RunAsync(args[1..]);
    case "morning":
        return await MorningBenchmark.RunAsync(args[1..]);
    case "workers":
        return await WorkersBenchmark.RunAsync(args[1..]);
    case "all":
        return await AllBenchmarks.RunAsync();
    default:
        Console.WriteLine("ka bench all | console | load | reconcile | morning | workbook | workers");
        return 2;
}
