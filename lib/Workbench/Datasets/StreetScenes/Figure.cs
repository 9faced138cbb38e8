using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.StreetScenes;

/// <summary>
/// A person, dressed by chance. The unit is the person's height; (0, 0) is on the ground between the feet, and who walks or rides heads right.
/// </summary>
internal sealed class Figure
{
    private const float Thigh = 0.25f;
    private const float Shin = 0.24f;
    private const float UpperArm = 0.16f;
    private const float Forearm = 0.15f;

    private static readonly SKColor[] Skins = [new(244, 208, 178), new(228, 184, 148), new(198, 148, 108), new(150, 102, 70), new(104, 68, 48)];
    private static readonly SKColor[] Hairs = [new(36, 28, 26), new(74, 48, 32), new(122, 82, 46), new(206, 168, 96), new(150, 148, 146), new(150, 70, 34)];
    private static readonly SKColor[] Tops = [new(190, 40, 46), new(36, 76, 140), new(234, 232, 226), new(40, 42, 48), new(62, 122, 76), new(232, 180, 60), new(226, 118, 60), new(110, 64, 120), new(120, 170, 200), new(222, 140, 160), new(96, 84, 70), new(70, 130, 140)];
    private static readonly SKColor[] Bottoms = [new(46, 60, 92), new(34, 36, 44), new(92, 84, 74), new(150, 132, 104), new(80, 92, 110), new(64, 54, 48)];

    private readonly Painter p;
    private readonly SKColor skin;
    private readonly SKColor hair;
    private readonly SKColor top;
    private readonly SKColor bottom;
    private readonly SKColor shoe;
    private readonly float girth;
    private readonly bool longHair;
    private readonly bool hat;
    private readonly bool shortSleeves;
    private readonly bool coat;
    private readonly bool skirt;
    private readonly bool shorts;
    private readonly bool rucksack;
    private readonly bool bag;
    private readonly bool striped;

    public Figure(Painter p)
    {
        this.p = p;
        (skin, hair, top, bottom) = (p.Pick(Skins), p.Pick(Hairs), p.Pick(Tops), p.Pick(Bottoms));
        shoe = p.Pick<SKColor>(new(30, 28, 30), new(230, 228, 224), new(96, 60, 40), new(160, 50, 46));
        girth = p.Uniform(0.85f, 1.25f);
        (longHair, hat, shortSleeves) = (p.Chance(0.4f), p.Chance(0.2f), p.Chance(0.45f));
        coat = !shortSleeves && p.Chance(0.45f);
        skirt = longHair && p.Chance(0.5f);
        shorts = !skirt && p.Chance(0.2f);
        (rucksack, bag, striped) = (p.Chance(0.22f), p.Chance(0.25f), p.Chance(0.2f));
    }

    /// <summary>Walks to the right.</summary>
    public void Walk()
    {
        float stride = p.Uniform(0.06f, 0.17f);
        float swing = stride * p.Uniform(0.6f, 1.1f) * (p.Chance(0.5f) ? 1 : -1);
        SKPoint hip = new(0, -0.5f + (stride * stride * 0.9f));
        SKPoint neck = new(p.Uniform(0.01f, 0.035f), hip.Y - 0.325f);
        SKPoint shoulder = new(neck.X - 0.005f, neck.Y + 0.045f);
        SKPoint nearFoot = new(swing > 0 ? -stride : stride, swing > 0 ? -0.03f : 0);
        SKPoint farFoot = new(-nearFoot.X, swing > 0 ? 0 : -0.03f);
        Arm(shoulder, new(shoulder.X - swing, shoulder.Y + 0.28f), 0.76f);
        Leg(new(hip.X + 0.012f, hip.Y), farFoot, 0.74f);
        Leg(new(hip.X - 0.008f, hip.Y), nearFoot, 1);
        Rucksack(neck, hip);
        Torso(hip, neck, 0.078f * girth, 0.08f * girth);
        Hem(hip, 0.085f * girth, stride * 0.75f);
        HeadSideways(neck);
        SKPoint hand = new(shoulder.X + swing, shoulder.Y + 0.285f);
        Arm(shoulder, hand, 1);
        Bag(hand);
    }

    /// <summary>Stands, turned to us or away.</summary>
    public void Stand()
    {
        SKPoint hip = new(0, -0.5f);
        SKPoint neck = new(p.Uniform(-0.01f, 0.01f), -0.828f);
        float stance = p.Uniform(0.045f, 0.075f);
        bool away = p.Chance(0.35f);
        float half = 0.098f * girth;
        LegAhead(-1, stance, 1);
        LegAhead(1, stance, 0.86f);
        SKPoint left = new(neck.X - half - 0.01f, neck.Y + 0.055f);
        SKPoint right = new(neck.X + half + 0.01f, neck.Y + 0.055f);
        SKPoint leftHand = p.Chance(0.25f) ? new(-0.09f, hip.Y + 0.02f) : new(left.X - 0.035f, left.Y + 0.29f);
        SKPoint rightHand = p.Pick<SKPoint>(new(right.X + 0.035f, right.Y + 0.29f), new(right.X + 0.03f, right.Y + 0.29f), new(0.04f, neck.Y + 0.13f), new(right.X + 0.07f, neck.Y - 0.05f));
        if (rightHand.Y > hip.Y - 0.1f)
        {
            Arm(right, rightHand, 0.82f, outwards: true);
        }

        Arm(left, leftHand, 1);
        Torso(hip, neck, half, 0.082f * girth, ahead: true);
        Hem(hip, 0.092f * girth, 0.03f);
        if (away && rucksack)
        {
            p.Box(Outdoors.Lit(bottom, 1.3f), -half * 0.8f, neck.Y + 0.03f, half * 0.8f, neck.Y + 0.25f);
        }

        HeadAhead(neck, away);
        if (rightHand.Y <= hip.Y - 0.1f)
        {
            Arm(right, rightHand, 0.95f, outwards: true);
        }

        Bag(leftHand);
    }

    /// <summary>Walks behind a bicycle with a hand on its bars.</summary>
    public void Push()
    {
        SKPoint hip = new(-0.1f, -0.49f);
        SKPoint neck = new(-0.06f, -0.818f);
        SKPoint shoulder = new(neck.X, neck.Y + 0.045f);
        float stride = p.Uniform(0.05f, 0.12f);
        Leg(hip, new(hip.X + stride, 0), 0.74f);
        Leg(hip, new(hip.X - stride, -0.02f), 1);
        Rucksack(neck, hip);
        Torso(hip, neck, 0.078f * girth, 0.08f * girth);
        Hem(hip, 0.085f * girth, stride * 0.75f);
        HeadSideways(neck);
        Arm(shoulder, new(0.19f, -0.63f), 1);
    }

    /// <summary>What of a rider is behind the frame.</summary>
    public void RideFar(Bicycle bicycle)
    {
        (SKPoint hip, SKPoint neck, SKPoint shoulder) = Seat(bicycle);
        Arm(shoulder, new(bicycle.Grip.X + 0.02f, bicycle.Grip.Y), 0.76f);
        Leg(hip, new(Bicycle.Bracket.X - bicycle.Crank.X, Bicycle.Bracket.Y - bicycle.Crank.Y), 0.74f);
    }

    /// <summary>What of a rider is before the frame.</summary>
    public void RideNear(Bicycle bicycle)
    {
        (SKPoint hip, SKPoint neck, SKPoint shoulder) = Seat(bicycle);
        Leg(hip, new(Bicycle.Bracket.X + bicycle.Crank.X, Bicycle.Bracket.Y + bicycle.Crank.Y), 1);
        Rucksack(neck, hip);
        Torso(hip, neck, 0.078f * girth, 0.085f * girth);
        HeadSideways(neck);
        Arm(shoulder, bicycle.Grip, 1);
    }

    private static (SKPoint Hip, SKPoint Neck, SKPoint Shoulder) Seat(Bicycle bicycle)
    {
        SKPoint hip = new(bicycle.Saddle.X + 0.015f, bicycle.Saddle.Y - 0.06f);
        SKPoint neck = bicycle.Racing ? new(hip.X + 0.23f, hip.Y - 0.22f) : new(hip.X + 0.1f, hip.Y - 0.3f);
        return (hip, neck, new(neck.X - 0.01f, neck.Y + 0.045f));
    }

    /// <summary>Where a knee or an elbow is: two lengths from root to end, bent to the right of the way there or to the left.</summary>
    private static SKPoint Joint(SKPoint root, SKPoint end, float upper, float lower, bool right)
    {
        SKPoint way = end - root;
        float length = Math.Min(way.Length, (upper + lower) * 0.999f);
        float along = ((upper * upper) - (lower * lower) + (length * length)) / (2 * length);
        float aside = MathF.Sqrt(Math.Max(0, (upper * upper) - (along * along))) * (right ? -1 : 1);
        (float x, float y) = (way.X / way.Length, way.Y / way.Length);
        return new(root.X + (x * along) - (y * aside), root.Y + (y * along) + (x * aside));
    }

    private static SKPoint Between(SKPoint a, SKPoint b, float t) => new(a.X + ((b.X - a.X) * t), a.Y + ((b.Y - a.Y) * t));

    private void Leg(SKPoint hip, SKPoint foot, float light)
    {
        SKPoint ankle = new(foot.X, foot.Y - 0.035f);
        SKPoint knee = Joint(hip, ankle, Thigh, Shin, right: true);
        if ((ankle - hip).Length > Thigh + Shin)
        {
            knee = Between(hip, ankle, Thigh / (Thigh + Shin));
        }

        bool bare = skirt || shorts;
        SKColor cloth = Outdoors.Lit(bottom, light);
        SKColor calf = bare ? Outdoors.Lit(skin, light) : cloth;
        p.Stroke(Outdoors.Lit(shoe, light), 0.036f, new(ankle.X - 0.012f, ankle.Y + 0.016f), new(ankle.X + 0.058f, ankle.Y + 0.018f));
        p.Stroke(calf, bare ? 0.044f : 0.058f, knee, ankle);
        p.Stroke(skirt ? calf : cloth, 0.08f * girth, hip, knee);
    }

    private void LegAhead(int side, float stance, float light)
    {
        bool bare = skirt || shorts;
        SKColor cloth = Outdoors.Lit(bottom, light);
        SKColor calf = bare ? Outdoors.Lit(skin, light) : cloth;
        SKPoint ankle = new(side * stance, -0.03f);
        SKPoint knee = new(side * ((stance * 0.6f) + 0.022f), -0.27f);
        p.Stroke(Outdoors.Lit(shoe, light), 0.04f, new(ankle.X, -0.018f), new(ankle.X + (side * 0.022f), -0.014f));
        p.Stroke(calf, bare ? 0.046f : 0.06f, knee, ankle);
        p.Stroke(skirt ? calf : cloth, 0.082f * girth, new(side * 0.045f, -0.49f), knee);
    }

    private void Arm(SKPoint shoulder, SKPoint hand, float light, bool outwards = false)
    {
        SKPoint elbow = Joint(shoulder, hand, UpperArm, Forearm, right: outwards);
        SKPoint reach = (hand - shoulder).Length > UpperArm + Forearm ? Between(shoulder, hand, (UpperArm + Forearm) / (hand - shoulder).Length) : hand;
        SKColor sleeve = Outdoors.Lit(top, light * 0.9f);
        SKColor bare = Outdoors.Lit(skin, light);
        p.Stroke(shortSleeves ? bare : sleeve, shortSleeves ? 0.036f : 0.046f, elbow, reach);
        p.Oval(bare, reach.X, reach.Y, 0.022f, 0.026f);
        p.Stroke(sleeve, 0.056f, shoulder, shortSleeves ? Between(shoulder, elbow, 0.75f) : elbow);
        if (shortSleeves)
        {
            p.Stroke(bare, 0.038f, Between(shoulder, elbow, 0.85f), elbow);
        }
    }

    private void Torso(SKPoint hip, SKPoint neck, float chest, float waist, bool ahead = false)
    {
        SKPoint up = new((neck.X - hip.X) / (neck - hip).Length, (neck.Y - hip.Y) / (neck - hip).Length);
        SKPoint Place(float across, float along) => new(hip.X - (up.Y * across) + (up.X * along), hip.Y + (up.X * across) + (up.Y * along));
        float length = (neck - hip).Length;
        using SKPath shape = new();
        shape.MoveTo(Place(-waist, -0.04f));
        shape.QuadTo(Place(-waist * 0.85f, length * 0.35f), Place(-chest, length * 0.62f));
        shape.QuadTo(Place(-chest * (ahead ? 1.12f : 0.95f), length * 0.97f), Place(-0.026f, length));
        shape.LineTo(Place(0.026f, length));
        shape.QuadTo(Place(chest * (ahead ? 1.12f : 0.9f), length * 0.97f), Place(chest, length * 0.62f));
        shape.QuadTo(Place(waist * 0.9f, length * 0.35f), Place(waist, -0.04f));
        shape.Close();
        p.Fill(top, shape);
        p.Clip(shape);
        if (striped)
        {
            for (float along = 0; along < length; along += 0.05f)
            {
                p.Line(SKColors.White.WithAlpha(200), 0.018f, Place(-0.2f, along), Place(0.2f, along));
            }
        }

        if (coat && ahead)
        {
            p.Line(SKColors.Black.WithAlpha(110), 0.01f, Place(0, -0.05f), Place(0, length));
        }

        p.Glaze(SKColors.Black.WithAlpha(56), Place(chest * 0.35f, -0.1f), Place(chest * 0.5f, length), Place(0.3f, length), Place(0.3f, -0.1f));
        p.Glaze(SKColors.White.WithAlpha(34), Place(-0.3f, -0.1f), Place(-0.3f, length), Place(-chest * 0.5f, length), Place(-chest * 0.6f, -0.1f));
        p.Unclip();
        if (!coat && !skirt)
        {
            // The belt line, so that trousers begin somewhere.
            p.Stroke(bottom, 0.05f, Place(-waist * 0.72f, -0.025f), Place(waist * 0.72f, -0.025f));
        }
    }

    private void Hem(SKPoint hip, float half, float spread)
    {
        if (!coat && !skirt)
        {
            return;
        }

        float low = coat ? 0.17f : 0.22f;
        SKColor cloth = coat ? top : Outdoors.Lit(bottom, 1.25f);
        using SKPath shape = new();
        shape.MoveTo(hip.X - (half * 0.9f), hip.Y - 0.06f);
        shape.LineTo(hip.X + (half * 0.9f), hip.Y - 0.06f);
        shape.QuadTo(hip.X + half + 0.01f, hip.Y + (low * 0.5f), hip.X + half + spread, hip.Y + low);
        shape.QuadTo(hip.X, hip.Y + low + 0.02f, hip.X - half - spread, hip.Y + low);
        shape.QuadTo(hip.X - half - 0.01f, hip.Y + (low * 0.5f), hip.X - (half * 0.9f), hip.Y - 0.06f);
        p.Fill(cloth, shape);
        p.Clip(shape);
        p.Glaze(SKColors.Black.WithAlpha(56), new(hip.X + (half * 0.4f), hip.Y - 0.1f), new(hip.X + 0.3f, hip.Y - 0.1f), new(hip.X + 0.3f, hip.Y + 0.3f), new(hip.X + (half * 0.6f), hip.Y + 0.3f));
        p.Unclip();
    }

    private void HeadSideways(SKPoint neck)
    {
        (float x, float y) = (neck.X + 0.018f, neck.Y - 0.088f);
        p.Stroke(Outdoors.Lit(skin, 0.8f), 0.05f, new(neck.X, neck.Y + 0.012f), new(x - 0.006f, y + 0.03f));
        if (longHair)
        {
            p.Stroke(hair, 0.062f, new(x - 0.026f, y - 0.005f), new(x - 0.036f, y + 0.085f));
        }

        p.Oval(hair, x - 0.012f, y - 0.012f, 0.06f, 0.066f);
        p.Oval(skin, x + 0.014f, y + 0.008f, 0.044f, 0.058f);
        p.Oval(skin, x + 0.056f, y + 0.012f, 0.012f, 0.014f);
        p.Oval(hair, x - 0.02f, y - 0.044f, 0.05f, 0.03f);
        Hat(x - 0.004f, y, 0.055f);
    }

    private void HeadAhead(SKPoint neck, bool away)
    {
        (float x, float y) = (neck.X, neck.Y - 0.088f);
        p.Stroke(Outdoors.Lit(skin, 0.8f), 0.052f, new(x, neck.Y + 0.012f), new(x, y + 0.03f));
        if (longHair)
        {
            p.Stroke(hair, 0.09f, new(x, y), new(x, y + 0.07f));
            p.Stroke(hair, 0.05f, new(x - 0.035f, y), new(x - 0.045f, y + 0.08f));
            p.Stroke(hair, 0.05f, new(x + 0.035f, y), new(x + 0.045f, y + 0.08f));
        }

        p.Oval(hair, x, y - 0.01f, 0.058f, 0.066f);
        if (!away)
        {
            p.Oval(skin, x, y + 0.012f, 0.046f, 0.056f);
            p.Oval(hair, x, y - 0.045f, 0.046f, 0.026f);
            p.Oval(new(40, 30, 30), x - 0.018f, y + 0.004f, 0.006f, 0.006f);
            p.Oval(new(40, 30, 30), x + 0.018f, y + 0.004f, 0.006f, 0.006f);
            p.Line(new(140, 70, 66, 200), 0.007f, new(x - 0.015f, y + 0.038f), new(x + 0.015f, y + 0.038f));
        }

        Hat(x, y, 0);
    }

    private void Hat(float x, float y, float peak)
    {
        if (!hat)
        {
            return;
        }

        using SKPath shape = new();
        shape.AddArc(new(x - 0.066f, y - 0.09f, x + 0.066f, y + 0.03f), 180, 180);
        p.Fill(Outdoors.Lit(bottom, 1.5f), shape);
        if (peak > 0)
        {
            p.Stroke(Outdoors.Lit(bottom, 1.3f), 0.016f, new(x, y - 0.034f), new(x + 0.05f + peak, y - 0.026f));
        }
    }

    private void Rucksack(SKPoint neck, SKPoint hip)
    {
        if (rucksack)
        {
            SKPoint from = Between(neck, hip, 0.2f);
            SKPoint to = Between(neck, hip, 0.68f);
            p.Stroke(p.Pick(Tops), 0.11f, new(from.X - 0.085f, from.Y), new(to.X - 0.085f, to.Y));
        }
    }

    private void Bag(SKPoint hand)
    {
        if (bag)
        {
            SKColor colour = p.Pick(Tops);
            p.Stroke(Outdoors.Lit(colour, 0.6f), 0.012f, new(hand.X - 0.03f, hand.Y + 0.06f), hand, new(hand.X + 0.03f, hand.Y + 0.06f));
            p.Box(colour, hand.X - 0.055f, hand.Y + 0.055f, hand.X + 0.055f, hand.Y + 0.165f);
        }
    }
}
