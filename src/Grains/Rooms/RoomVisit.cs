using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Calls;

namespace RtcCluster.Grains.Rooms;

/// <summary>A caller at the door of a room or in it. The rules are in <see cref="Visiting"/>.</summary>
[GenerateSerializer, Alias("rtc.state.RoomVisit")]
internal sealed class RoomVisit : CallProgram
{
    /// <summary>The room.</summary>
    [Id(0)]
    public RoomId Room { get; set; }

    /// <summary>What the room calls this stay; 0 before it has answered.</summary>
    [Id(1)]
    public long Ticket { get; set; }

    /// <summary>Where the caller stands.</summary>
    [Id(2)]
    public RoomStage Stage { get; set; }

    /// <summary>Digits of the PIN; in the room a star whose second key is waited for.</summary>
    [Id(3)]
    public string Digits { get; set; } = "";

    /// <summary>PINs that were wrong or never given.</summary>
    [Id(4)]
    public int Wrong { get; set; }

    /// <summary>Whether the member may lock the room and mute others.</summary>
    [Id(5)]
    public bool Moderator { get; set; }

    /// <summary>Whether nobody hears the member.</summary>
    [Id(6)]
    public bool Muted { get; set; }

    /// <summary>The newest order of the room.</summary>
    [Id(7)]
    public long Order { get; set; }

    /// <summary>Whether the others hear a tone when the member comes and goes.</summary>
    [Id(8)]
    public bool Tones { get; set; }

    /// <summary>The language that the caller is spoken to in.</summary>
    [Id(9)]
    public string Language { get; set; } = "";

    /// <summary>Whether the others were told of the member.</summary>
    [Id(10)]
    public bool Announced { get; set; }

    /// <inheritdoc/>
    public override bool IsAnswer => true;

    /// <inheritdoc/>
    public override void Begin(CallTurn turn, CallLeg leg) => Visiting.Answered(turn, leg, this);

    /// <inheritdoc/>
    public override void Digit(CallTurn turn, CallLeg leg, char digit) => Visiting.Digit(turn, leg, this, digit);

    /// <inheritdoc/>
    public override void PromptOver(CallTurn turn, CallLeg leg, PromptEnd how) => Visiting.PromptOver(turn, this);

    /// <inheritdoc/>
    public override void Due(CallTurn turn, CallLeg leg) => Visiting.Due(turn, leg, this);

    /// <inheritdoc/>
    public override bool HoldChanged(CallTurn turn, CallLeg leg) => Visiting.HoldChanged(turn, leg, this);

    /// <inheritdoc/>
    public override void Left(CallTurn turn) => Visiting.Left(turn, this);
}
