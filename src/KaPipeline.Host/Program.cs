using KaPipeline;
using KaPipeline.Host;

PrivateFiles.Begin(KaHome.RootFromEnvironment());
return await KaCommandLine.RunAsync(args);
