using System.CommandLine;
using RtcCluster.Load.Runner.Acd;
using RtcCluster.Load.Runner.CallBacks;
using RtcCluster.Load.Runner.Compare;
using RtcCluster.Load.Runner.Lab;
using RtcCluster.Load.Runner.MixedDay;
using RtcCluster.Load.Runner.Scale;
using RtcCluster.Load.Runner.WebRtcCalls;

// runner program:  COMMAND [options]   --help names commands and options
//                  0 the figures keep their bounds, 1 they do not, 64 misused or refused, 70 the load could not be put on
const int Misused = 64;

var root = new RootCommand("Load on a running RtcCluster: a folder for each command.") { WebRtcCallsCommand.Make(), AcdCommand.Make(), CallBacksCommand.Make(), LabCommand.Make(), CompareCommand.Make(), MixedDayCommand.Make(), ScaleCommand.Make() };
var asked = root.Parse(args);
if (asked.Errors.Count > 0)
{
    Console.Error.WriteLine(string.Join(Environment.NewLine, asked.Errors.Select(error => error.Message)));
    return Misused;
}

return await asked.InvokeAsync();
