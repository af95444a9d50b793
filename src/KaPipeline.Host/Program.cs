using KaPipeline;
using KaPipeline.Host;
using KaPipeline.Host.Verbs;

PrivateFiles.Begin(KaHome.RootFromEnvironment());
return await KaCommandLine.RunAsync(args);
