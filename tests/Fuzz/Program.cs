using System.Globalization;
using RtcCluster.Fuzz.Engine;
using RtcCluster.Fuzz.Targets;

// fuzz program:  KIND < FILE                          0 parsed, 2 refused (reason on one line), anything else is a bug
//                fuzz KIND --seconds N [--seed S]     coverage-guided; not 0 when something was found
//                kinds                                the names of all targets
// "loop" is what a fuzz run starts in its child process.
const int Refused = 2;
const int Misused = 64;
const int FoundSomething = 3;

switch (args)
{
    case ["kinds"]:
        Console.WriteLine(string.Join(Environment.NewLine, FuzzTargets.All.Select(known => known.Kind)));
        return 0;

    case ["fuzz", var kind, .. var options] when FuzzTargets.Find(kind) is { } target:
        return new FuzzRun(target, TimeSpan.FromSeconds(Option(options, "--seconds", 60)), (int)Option(options, "--seed", 1)).Run();

    case ["loop", var kind, var seconds, var seed, var box, var folder] when FuzzTargets.Find(kind) is { } target:
        using (var blackBox = new BlackBox(box))
        {
            var loop = new FuzzLoop(target, blackBox, new FindingFolder(folder), int.Parse(seed, CultureInfo.InvariantCulture));
            return loop.Run(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture))) == 0 ? 0 : FoundSomething;
        }

    case [var kind] when FuzzTargets.Find(kind) is { } target:
        using (var input = new MemoryStream())
        {
            Console.OpenStandardInput().CopyTo(input);
            var verdict = target.Run(input.ToArray());
            Console.WriteLine(verdict.IsParsed ? "parsed" : $"refused: {verdict.Reason}");
            return verdict.IsParsed ? 0 : Refused;
        }

    default:
        Console.Error.WriteLine($"KIND < FILE, fuzz KIND --seconds N [--seed S], or kinds; KIND is one of {string.Join(", ", FuzzTargets.All.Select(known => known.Kind))}");
        return Misused;
}

static double Option(string[] options, string name, double otherwise)
{
    var at = Array.IndexOf(options, name);
    return at >= 0 && at + 1 < options.Length && double.TryParse(options[at + 1], CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
