using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Grains.Calls;

/// <summary>Drives the call's program: what happens to its leg reaches the rules, and nothing that comes after its end does.</summary>
internal static class Programs
{
    /// <summary>A party is handed to a program, which begins once the party is answered.</summary>
    public static void Begin(CallTurn turn, LegId waiting, CallProgram program)
    {
        program.Leg = waiting;
        turn.State.Program = program;
        turn.Save();
        Playing.Begin(turn, waiting, MediaSource.Silence);
    }

    /// <summary>The party is answered.</summary>
    public static void Answered(CallTurn turn, CallLeg leg, DateTimeOffset at)
    {
        var program = turn.State.Program!;
        if (program.IsAnswer)
        {
            Talking.Established(turn, at);
        }
        else
        {
            Queueing.Waits(turn);
        }

        if (!program.Begun)
        {
            program.Begun = true;
            program.Begin(turn, leg);
        }
    }

    /// <summary>A party pressed a digit.</summary>
    public static void Digit(CallTurn turn, CallLeg leg, char digit)
    {
        if (Of(turn, leg) is { } program)
        {
            turn.Save();
            program.Digit(turn, leg, digit);
        }
    }

    /// <summary>A prompt came to its end.</summary>
    public static void PromptOver(CallTurn turn, CallLeg leg, PromptEnd how) => Of(turn, leg)?.PromptOver(turn, leg, how);

    /// <summary>The party holds, or holds no longer.</summary>
    /// <returns>True when the program says itself what the party hears.</returns>
    public static bool HoldChanged(CallTurn turn, CallLeg leg) => Of(turn, leg)?.HoldChanged(turn, leg) is true;

    /// <summary>A web request was answered.</summary>
    public static void WebAnswered(CallTurn turn, int number, string? body)
    {
        if (turn.State is { GoingOn: true, Program: { } program } && turn.State.Leg(program.Leg) is { Live: true } leg)
        {
            turn.Save();
            program.WebAnswered(turn, leg, number, body);
        }
    }

    /// <summary>Time passed.</summary>
    public static void Check(CallTurn turn)
    {
        if (turn.State is { GoingOn: true, Program: { } program } && program.Until <= turn.Now && turn.State.Leg(program.Leg) is { Live: true } leg)
        {
            program.Until = null;
            turn.Save();
            program.Due(turn, leg);
        }
    }

    /// <summary>The program has done its work: the party goes elsewhere.</summary>
    public static void Over(CallTurn turn)
    {
        turn.State.Program = null;
        turn.State.Playing = null;
        turn.Save();
    }

    /// <summary>Ends a program whose party has left; runs at the end of each turn.</summary>
    public static void Settle(CallTurn turn)
    {
        if (turn.State.Program is { } program && (!turn.State.GoingOn || turn.State.Leg(program.Leg) is not { Live: true }))
        {
            turn.State.Program = null;
            program.Left(turn);
            turn.Save();
        }
    }

    private static CallProgram? Of(CallTurn turn, CallLeg leg) => turn.State.Program is { Begun: true } program && program.Leg == leg.Id ? program : null;
}
