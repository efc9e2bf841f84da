using RtcCluster.Browser.Tests;
using RtcCluster.Browser.Tests.Network;

// Chromium takes 127.0.0.1 for its media only where there is no other interface, and nothing that a browser asks for may leave the machine.
if (!OwnNetwork.IsHere)
{
    return OwnNetwork.Enter(args);
}

// What xunit's generated entry point does.
return args.Any(a => a is "--server" or "--internal-msbuild-node")
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
