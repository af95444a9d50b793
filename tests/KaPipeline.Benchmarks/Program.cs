using KaPipeline.Benchmarks.Load;

switch (args.FirstOrDefault())
{
    case "load":
        return await LoadBenchmark.RunAsync(args[1..]);
    default:
        Console.WriteLine("ka bench load | reconcile | morning | workbook");
        return 2;
}
