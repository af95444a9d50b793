using KaPipeline.Host;

return await KaCommandLine.RunAsync(args);
