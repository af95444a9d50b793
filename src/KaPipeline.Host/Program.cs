using KaPipeline;
using KaPipeline.Host;
using KaPipeline.Host.Verbs;

MachineCulture.Leave();
PrivateFiles.Begin(KaHome.RootFromEnvironment());
return await KaCommandLine.RunAsync(args);
