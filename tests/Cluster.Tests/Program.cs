using RtcCluster.Cluster.Tests;
using RtcCluster.Cluster.Tests.Children;

if (args is ["child", var part, .. var rest])
{
    return await Child.RunAsync(part, rest);
}

// What xunit's generated entry point does.
return args.Any(a => a is "--server" or "--internal-msbuild-node")
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
