using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.Towns;

/// <summary>A town as a street map in flat colours.</summary>
internal sealed class TownMap : IDisposable
{
    private static readonly SKColor Land = new(240, 237, 229), Green = new(203, 227, 170), Blue = new(166, 193, 224), House = new(222, 214, 202);
    private static readonly (SKColor Fill, SKColor Edge)[] RoadColours = [(new(255, 255, 255), new(208, 204, 196)), (new(253, 229, 122), new(214, 180, 90)), (new(248, 172, 92), new(206, 122, 56))];
    private readonly Painter painter;

    public TownMap(TownPlan plan, int size, bool labelled = false)
    {
        painter = new(size, default, labelled) { Label = 0 };
        painter.Box(Land, 0, 0, 1, 1);
        painter.Label = 1;
        plan.Parks.ForEach(park => painter.Fill(Green, park));
        painter.Label = 2;
        painter.Fill(Blue, plan.Water);
        painter.Label = 3;
        plan.Buildings.ForEach(building => painter.Polygon(House, building.Corners));

        foreach (RoadOrder order in Enum.GetValues<RoadOrder>())
        {
            painter.Label = (byte)(4 + (int)order);
            (SKColor fill, SKColor edge) = RoadColours[(int)order];
            using SKPath lines = plan.Lines(order);
            painter.Stroke(edge, Road.WidthOf(order), lines);
            painter.Stroke(fill, Road.WidthOf(order) - 0.006f, lines);
        }
    }

    /// <summary>Red, green and blue planes in 0..1.</summary>
    public float[] Picture() => painter.Planes();

    public byte[] Labels() => painter.Labels();

    public void Dispose() => painter.Dispose();
}
